# Vai gear na serra? Perceptron com duas camadas ocultas, treinado exemplo por exemplo.
# Trabalho da disciplina - segue as formulas do quadro (erro = desejado - obtido)
import numpy as np

np.random.seed(2)


def f(u):
    return 1 / (1 + np.exp(-u))


def df(y):
    # y ja passou pela sigmoide!
    return y * (1 - y)


# dados: temperatura a noite, umidade, nuvens, vento
dados = []
for _ in range(50):
    temp = np.random.uniform(-4, 12)
    umid = np.random.uniform(0.3, 1)
    nuvens = np.random.uniform(0, 1)
    vento = np.random.uniform(0, 1)
    geada = 1.0 if temp + 4 * nuvens + 3 * vento - 2 * umid < 3 else 0.0
    neve = 1.0 if temp < 0 and umid > 0.7 and nuvens > 0.4 else 0.0
    dados.append((np.array([temp / 8, umid, nuvens, vento]), np.array([geada, neve])))

camadas = [4, 6, 5, 2]
pesos = []
limiares = []
for i in range(3):
    pesos.append(np.random.randn(camadas[i + 1], camadas[i]))
    limiares.append(np.random.randn(camadas[i + 1]) * 0.1)
vel_p = [np.zeros(p.shape) for p in pesos]
vel_l = [np.zeros(l.shape) for l in limiares]

taxa = 0.3
momento = 0.5
epocas = 150

for epoca in range(epocas):
    eqm = 0
    for x, d in dados:
        # propagação
        saidas = [x]
        for W, th in zip(pesos, limiares):
            saidas.append(f(W.dot(saidas[-1]) - th))      # limiar com sinal de menos

        erro = d - saidas[-1]
        eqm += np.sum(erro ** 2) / 2

        # retropropagação
        deltas = [erro * df(saidas[-1])]
        for c in (2, 1):
            deltas.insert(0, pesos[c].T.dot(deltas[0]) * df(saidas[c]))

        # ajuste
        for c in range(3):
            vel_p[c] = momento * vel_p[c] + taxa * np.outer(deltas[c], saidas[c])
            vel_l[c] = momento * vel_l[c] - taxa * deltas[c]
            pesos[c] = pesos[c] + vel_p[c]
            limiares[c] = limiares[c] + vel_l[c]
    eqm = eqm / len(dados)
    if epoca % 30 == 0:
        print('Época', epoca, 'EQM =', eqm)
    if eqm < 0.005:
        print('parou na época', epoca)
        break

certos = 0
for x, d in dados:
    y = x
    for W, th in zip(pesos, limiares):
        y = f(W.dot(y) - th)
    certos += int(np.all((y > 0.5) == (d > 0.5)))
print('Acertos:', certos, 'de', len(dados))
