"""Rede para três tipos de semente, com conferência numérica do gradiente."""
import numpy as np

gerador = np.random.default_rng(13)
tipo = gerador.integers(0, 3, 90)
X = gerador.normal(size=(4, 90)) + np.array([[1, 0, -1], [0, 2, 0], [1, 1, 0], [-1, 0, 1]])[:, tipo]
Y = np.zeros((3, 90))
Y[tipo, np.arange(90)] = 1

parametros = {
    'W1': gerador.normal(size=(6, 4)) * 0.5,
    'b1': np.zeros((6, 1)),
    'W2': gerador.normal(size=(3, 6)) * 0.5,
    'b2': np.zeros((3, 1)),
}


def custo_e_gradientes(p, X, Y):
    m = X.shape[1]
    A1 = 1 / (1 + np.exp(-(p['W1'] @ X + p['b1'])))
    E = np.exp(p['W2'] @ A1 + p['b2'])
    A2 = E / E.sum(axis=0)
    custo = -np.sum(Y * np.log(A2)) / m

    dZ2 = (A2 - Y) / m
    dZ1 = (p['W2'].T @ dZ2) * A1 * (1 - A1)
    g = {'W2': dZ2 @ A1.T, 'b2': dZ2.sum(axis=1, keepdims=True),
         'W1': dZ1 @ X.T, 'b1': dZ1.sum(axis=1, keepdims=True)}
    return custo, g


def confere(p, X, Y, h=1e-5):
    _, g = custo_e_gradientes(p, X, Y)
    pior = 0
    for nome in p:
        for i in np.ndindex(p[nome].shape):
            original = p[nome][i]
            p[nome][i] = original + h
            mais, _ = custo_e_gradientes(p, X, Y)
            p[nome][i] = original - h
            menos, _ = custo_e_gradientes(p, X, Y)
            p[nome][i] = original
            pior = max(pior, abs((mais - menos) / (2 * h) - g[nome][i]))
    return pior


print('maior diferença:', confere(parametros, X, Y))

for it in range(300):
    custo, grad = custo_e_gradientes(parametros, X, Y)
    for nome in parametros:
        parametros[nome] = parametros[nome] - 0.5 * grad[nome]
    if it % 100 == 0:
        print(it, round(custo, 4))
