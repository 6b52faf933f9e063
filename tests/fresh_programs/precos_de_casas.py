# Preço de casas: área, quartos, idade, distância ao centro -> preço (em mil reais)
# exemplos nas colunas, ELU na camada oculta (antes era sigmoide), AdaGrad
import sys

import numpy as np

epocas = int(sys.argv[1]) if len(sys.argv) == 2 and sys.argv[1].isdigit() else 300

casas = np.array([
    [52, 1, 30, 4.0, 210], [75, 2, 12, 6.5, 298], [120, 3, 5, 9.0, 520], [60, 2, 40, 2.0, 265],
    [200, 4, 8, 12.0, 780], [95, 3, 22, 7.5, 360], [45, 1, 3, 1.0, 275], [150, 3, 15, 3.0, 690],
    [82, 2, 50, 10.0, 190], [110, 3, 10, 5.0, 505], [68, 2, 18, 8.0, 240], [175, 4, 25, 6.0, 640],
    [38, 1, 45, 0.5, 205], [130, 3, 2, 15.0, 470], [90, 2, 7, 2.5, 450], [56, 1, 20, 11.0, 160],
], dtype=float)

X = casas[:, :4].T
y = casas[:, 4:].T
mu, sigma = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
X = (X - mu) / sigma
media_y, desvio_y = y.mean(), y.std()
y = (y - media_y) / desvio_y


def elu(z):
    return np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1)


def elu_linha(z):
    return np.where(z > 0, 1.0, np.exp(np.minimum(z, 0)))


def sigmoide(z):
    return 1 / (1 + np.exp(-z))


def sigmoide_linha(z):
    return z * (1 - z)


def iniciar(semente=10):
    r = np.random.default_rng(semente)
    return dict(
        W1=r.normal(0, 0.5, (9, 4)),
        b1=np.zeros((9, 1)),
        W2=r.normal(0, 0.3, (1, 9)),
        b2=np.zeros((1, 1)),
    )


def custo_e_gradiente(p, X, y):
    m = X.shape[1]
    z1 = np.dot(p["W1"], X) + p["b1"]
    a1 = elu(z1)
    saida = np.dot(p["W2"], a1) + p["b2"]
    erro = saida - y
    custo = np.sum(erro ** 2) / m

    grad = {}
    # o 2 da derivada e o 1/m ficam na taxa
    grad["W2"] = np.dot(erro, a1.T)
    grad["b2"] = np.sum(erro, axis=1, keepdims=True)
    d1 = np.dot(p["W2"].T, erro) * elu_linha(z1)
    grad["W1"] = np.dot(d1, X.T)
    grad["b1"] = np.sum(d1, axis=1, keepdims=True)
    return custo, grad


p = iniciar()
soma = {k: np.zeros_like(v) for k, v in p.items()}
for ep in range(epocas):
    custo, grad = custo_e_gradiente(p, X, y)
    for k in p:
        soma[k] += grad[k] * grad[k]
        p[k] = p[k] - 0.05 * grad[k] / (np.sqrt(soma[k]) + 1e-7)
    if ep % 100 == 0:
        print("época", ep, "custo", round(custo, 4), "(erro médio:", round(desvio_y * custo ** 0.5, 1), "mil)")

nova = (np.array([[100.0], [3], [10], [4.0]]) - mu) / sigma
preco = p["W2"] @ elu(p["W1"] @ nova + p["b1"]) + p["b2"]
print("preço estimado da casa nova:", round((preco * desvio_y + media_y).item(), 1))
