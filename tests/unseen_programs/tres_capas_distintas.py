import numpy as np

np.random.seed(28)

FUNCIONES = {
    'relu': (lambda z: np.maximum(0, z), lambda z: np.where(z > 0, 1, 0)),
    'tanh': (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    'sigmoide': (lambda z: 1 / (1 + np.exp(-z)), lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2),
    'lineal': (lambda z: z, lambda z: np.ones_like(z)),
}

arquitectura = [3, 8, 6, 4, 1]
nombres = [None, 'relu', 'tanh', 'sigmoide', 'lineal']
L = len(arquitectura) - 1
iteraciones = 500
alpha = 0.3

m = 70
X = np.random.uniform(-1, 1, (3, m))
y = (X[0] ** 2 + X[1] - 0.5 * X[2]).reshape(1, m)

W, b = {}, {}
for l in range(1, L + 1):
    W[l] = np.random.randn(arquitectura[l], arquitectura[l - 1]) / np.sqrt(arquitectura[l - 1])
    b[l] = np.zeros((arquitectura[l], 1))


def propagar(X):
    a, z = {0: X}, {}
    for l in range(1, L + 1):
        z[l] = W[l] @ a[l - 1] + b[l]
        a[l] = FUNCIONES[nombres[l]][0](z[l])
    return a, z


for i in range(iteraciones):
    a, z = propagar(X)
    costo = np.sum((a[L] - y) ** 2) / (2 * m)
    if i % 100 == 0:
        print('Iteracion', i, 'costo', costo)

    d = {L: (a[L] - y) * FUNCIONES[nombres[L]][1](z[L])}
    for l in range(L - 1, 0, -1):
        d[l] = (W[l + 1].T @ d[l + 1]) * FUNCIONES[nombres[l]][1](z[l])

    for l in range(1, L + 1):
        W[l] -= alpha * (1 / m) * d[l] @ a[l - 1].T
        b[l] -= alpha * (1 / m) * d[l].sum(axis=1, keepdims=True)
