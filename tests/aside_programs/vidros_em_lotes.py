# -*- coding: utf-8 -*-
"""
Classificação de vidros (perícia): 4 óxidos -> janela, garrafa ou lâmpada.
Rede 4-6-6-3, ReLU + softmax, treinada em lotes.
"""
import numpy as np

rng = np.random.RandomState(33)

# ------------------------------------------------------------- dados
POR_CLASSE = 32
centros = np.array([[13.2, 3.5, 1.3, 8.8], [12.8, 0.8, 2.0, 10.1], [14.4, 0.5, 2.1, 8.5]])
espalha = np.array([[0.5, 0.3, 0.3, 0.6], [0.7, 0.9, 0.6, 1.6], [0.7, 0.9, 0.4, 0.9]])
dados = np.vstack([c + e * rng.randn(POR_CLASSE, 4) for c, e in zip(centros, espalha)])
classes = np.repeat(np.arange(3), POR_CLASSE)
mistura = rng.permutation(len(dados))
dados, classes = dados[mistura], classes[mistura]

X = (dados - dados.mean(axis=0)) / dados.std(axis=0)
Y = np.eye(3)[classes]

# ------------------------------------------------------------- rede
pesos = {
    "W1": rng.randn(4, 6) * np.sqrt(2.0 / 4),
    "W2": rng.randn(6, 6) * np.sqrt(2.0 / 6),
    "W3": rng.randn(6, 3) * np.sqrt(2.0 / 6),
    "b1": np.full((1, 6), 0.01),
    "b2": np.full((1, 6), 0.01),
    "b3": np.zeros((1, 3)),
}


def relu(z):
    return z * (z > 0)


def softmax(z):
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


def frente(X):
    h1 = relu(X @ pesos["W1"] + pesos["b1"])
    h2 = relu(h1 @ pesos["W2"] + pesos["b2"])
    p = softmax(h2 @ pesos["W3"] + pesos["b3"])
    return h1, h2, p


def tras(X, Y, h1, h2, p):
    grad = {}
    d3 = (p - Y) / len(X)
    grad["W3"] = h2.T @ d3
    grad["b3"] = d3.sum(axis=0, keepdims=True)
    d2 = (d3 @ pesos["W3"].T) * (h2 > 0)
    grad["W2"] = d2.T @ h1
    grad["b2"] = d2.sum(axis=0, keepdims=True)
    d1 = (d2 @ pesos["W2"].T) * (h1 > 0)
    grad["W1"] = X.T @ d1
    grad["b1"] = d1.sum(axis=0, keepdims=True)
    return grad


# ------------------------------------------------------------- treino
LOTE = 16
EPOCAS = 80
taxa = 0.1
for epoca in range(EPOCAS):
    ordem = rng.permutation(len(X))
    for inicio in range(0, len(X), LOTE):
        lote = ordem[inicio : inicio + LOTE]
        xb = X[lote]
        yb = Y[inicio : inicio + LOTE]
        h1, h2, p = frente(xb)
        grad = tras(xb, yb, h1, h2, p)
        for nome in pesos:
            pesos[nome] -= taxa * grad[nome]
    taxa *= 0.99
    if epoca % 10 == 0:
        p = frente(X)[-1]
        entropia = -np.mean(np.log(p[np.arange(len(X)), classes]))
        print("época %3d  entropia %.4f  acerto %.1f%%" % (epoca, entropia, 100 * np.mean(p.argmax(1) == classes)))

nomes = ["janela", "garrafa", "lâmpada"]
p = frente(X[:6])[-1]
for linha, classe in zip(p, classes[:6]):
    print(nomes[classe].ljust(8), dict(zip(nomes, linha.round(2))))
