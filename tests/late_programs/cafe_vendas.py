# Quantos cafés o quiosque vende? (dados inventados)
import sys
import numpy as np

RODADAS = 400
if len(sys.argv) > 1 and sys.argv[1].isdigit():
    RODADAS = int(sys.argv[1])

sorteio = np.random.RandomState(55)
N = 70
temperatura = sorteio.uniform(5, 35, N)
hora = sorteio.uniform(7, 19, N)
dia_util = sorteio.randint(0, 2, N)
vendas = 40 - 0.8 * temperatura + 15 * dia_util + 20 * np.exp(-((hora - 9) / 2) ** 2) + sorteio.randn(N)
vendas = (vendas / 20).reshape(1, N)

dados = np.vstack([(temperatura - 20) / 9, (hora - 13) / 3.5, dia_util - 0.5])   # 3 x N

camadas = [3, 9, 6, 1]
pesos = []
vieses = []
for entrada, saida in zip(camadas[:-1], camadas[1:]):
    pesos.append(sorteio.randn(saida, entrada) * np.sqrt(1 / entrada))
    vieses.append(np.zeros((saida, 1)))


def softplus(z):
    return np.log(1 + np.exp(z))


def softplus_linha(z):
    return 1 / (1 + np.exp(-z))       # a derivada da softplus é a sigmoide


taxa, rho, eps = 0.005, 0.9, 1e-8
media_p = [np.zeros_like(p) for p in pesos]
media_v = [np.zeros_like(v) for v in vieses]

for rodada in range(1, RODADAS + 1):
    zs = []
    acts = [dados]
    for k, (p, v) in enumerate(zip(pesos, vieses)):
        z = p @ acts[-1] + v
        zs.append(z)
        acts.append(z if k == len(pesos) - 1 else softplus(z))

    dif = acts[-1] - vendas
    eqm = (dif ** 2).mean()

    gp = [None] * len(pesos)
    gv = [None] * len(pesos)
    delta = dif / N                   # o 2 fica por conta da taxa
    for k in range(len(pesos) - 1, -1, -1):
        gp[k] = delta @ acts[k].T
        gv[k] = delta.sum(axis=1, keepdims=True)
        if k:
            delta = (pesos[k].T @ delta) * softplus_linha(zs[k - 1])

    for k in range(len(pesos)):
        media_p[k] = rho * media_p[k] + (1 - rho) * gp[k] ** 2
        media_v[k] = rho * media_v[k] + (1 - rho) * gv[k] ** 2
        pesos[k] = pesos[k] - taxa * gp[k] / (np.sqrt(media_p[k]) + eps)
        vieses[k] = vieses[k] - taxa * gv[k] / (np.sqrt(media_v[k]) + eps)

    if rodada % 100 == 0:
        print("rodada", rodada, "eqm", round(float(eqm), 5))

a = dados[:, :5]
for k in range(len(pesos)):
    a = pesos[k] @ a + vieses[k]
    if k < len(pesos) - 1:
        a = softplus(a)
print("vendidos:", np.round(vendas[0, :5] * 20, 1))
print("previstos:", np.round(a[0] * 20, 1))
