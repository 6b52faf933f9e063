import numpy as np
gerador = np.random.default_rng(8)
dados = gerador.uniform(-1, 1, (30, 2))
alvo = np.sin(2 * dados[:, :1]) * dados[:, 1:]
tamanhos = [2, 7, 5, 1]
pesos = [gerador.normal(0, 1 / np.sqrt(a), (a, b)) for a, b in zip(tamanhos[:-1], tamanhos[1:])]
vieses = [np.zeros((1, b)) for b in tamanhos[1:]]
vel_p = [np.zeros_like(w) for w in pesos]
vel_v = [np.zeros_like(b) for b in vieses]
for epoca in range(150):
    ativ = [dados]
    for k in range(3):
        z = ativ[-1] @ pesos[k] + vieses[k]
        ativ.append(np.tanh(z) if k < 2 else z)
    erro = ativ[-1] - alvo
    custo = np.sum(erro ** 2) / len(dados)
    delta = 2 * erro / len(dados)
    for k in (2, 1, 0):
        gp, gv = ativ[k].T @ delta, delta.sum(axis=0, keepdims=True)
        if k > 0:
            delta = (delta @ pesos[k].T) * (1 - ativ[k] ** 2)
        vel_p[k] = 0.9 * vel_p[k] - 0.05 * gp
        vel_v[k] = 0.9 * vel_v[k] - 0.05 * gv
        pesos[k] = pesos[k] + vel_p[k]
        vieses[k] = vieses[k] + vel_v[k]
    if epoca % 30 == 0:
        print(epoca, custo)
