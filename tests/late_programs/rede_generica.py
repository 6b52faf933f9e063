"""Rede genérica: quantas camadas quiser, listas de pesos, tudo em float32, penalidades L1 e L2 juntas."""
import numpy as np

np.random.seed(77)
TIPO = np.float32
CAMADAS = [4, 11, 6, 2]
L1 = TIPO(1e-3)
L2 = TIPO(5e-3)
TAXA = TIPO(0.05)


def f(z):
    return np.where(z > 0, z, TIPO(0.2) * z)


def df(z):
    g = np.ones_like(z)
    g[z <= 0] = 0.2
    return g


# dados: duas saídas que dependem das quatro entradas
X = np.random.uniform(-1, 1, (64, CAMADAS[0])).astype(TIPO)
Y = np.stack([X[:, 0] * X[:, 1] + X[:, 2], np.cos(2 * X[:, 3]) - X[:, 0]], axis=1).astype(TIPO)
n = len(X)

pesos = []
vieses = []
for entra, sai in zip(CAMADAS[:-1], CAMADAS[1:]):
    pesos.append((np.random.randn(entra, sai) * np.sqrt(2 / entra)).astype(TIPO))
    vieses.append(np.zeros(sai, dtype=TIPO))


def para_frente(x):
    zs, ativ = [], [x]
    for k in range(len(pesos)):
        z = ativ[-1] @ pesos[k] + vieses[k]
        zs.append(z)
        ativ.append(z if k == len(pesos) - 1 else f(z))
    return zs, ativ


def custo(saida):
    ajuste = ((saida - Y) ** 2).sum() / (2 * n)
    l1 = sum(np.abs(w).sum() for w in pesos)
    l2 = sum((w * w).sum() for w in pesos)
    return ajuste + L1 * l1 + L2 / 2 * l2


def para_tras(zs, ativ):
    grad_w = [None] * len(pesos)
    grad_b = [None] * len(pesos)
    delta = (ativ[-1] - Y) / TIPO(n)
    for k in range(len(pesos) - 1, -1, -1):
        grad_w[k] = ativ[k].T @ delta + L1 * np.sign(pesos[k]) + L2 * pesos[k]
        grad_b[k] = delta.sum(axis=0)
        if k:
            delta = (delta @ pesos[k].T) * df(zs[k - 1])
    return grad_w, grad_b


for passo in range(500):
    zs, ativ = para_frente(X)
    grad_w, grad_b = para_tras(zs, ativ)
    for k in range(len(pesos)):
        pesos[k] = pesos[k] - TAXA * grad_w[k]
        vieses[k] = vieses[k] - TAXA * grad_b[k]
    if passo % 100 == 0:
        print("passo", passo, "custo", custo(ativ[-1]), "tipo", ativ[-1].dtype)

pequenos = sum((np.abs(w) < 0.01).sum() for w in pesos)
print("pesos quase nulos:", pequenos, "de", sum(w.size for w in pesos))
