"""Clasificar dos clases de flores por tres medidas (inventadas)."""
import numpy as np


def cargar_flores(n=40):
    gen = np.random.RandomState(10)
    lirio = gen.normal([5.0, 1.4, 0.3], [0.4, 0.3, 0.1], (n, 3))
    rosa = gen.normal([5.6, 1.9, 0.5], [0.5, 0.4, 0.15], (n, 3))
    X = np.vstack((lirio, rosa)).T
    Y = np.hstack((np.zeros(n), np.ones(n))).reshape(1, -1)
    X = (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)
    return X, Y


def inicializar(n_x, n_h, n_y):
    gen = np.random.RandomState(2)
    return {
        "W1": gen.randn(n_h, n_x),
        "b1": np.zeros((n_h, 1)),
        "W2": gen.randn(n_y, n_h),
        "b2": np.zeros((n_y, 1)),
    }


def propagar(X, params):
    Z1 = np.dot(params["W1"], X) + params["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(params["W2"], A1) + params["b2"]
    A2 = 1 / (1 + np.exp(-Z2))
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def costo(A2, Y):
    m = Y.shape[1]
    return -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m


def retropropagar(params, cache, X, Y):
    m = X.shape[1]
    A1 = cache["A1"]
    A2 = cache["A2"]
    dZ2 = (A2 - Y) * A2 * (1 - A2)
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.dot(params["W2"].T, dZ2) * (1 - np.power(A1, 2))
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def actualizar(params, grads, tasa):
    for clave in ("W1", "b1", "W2", "b2"):
        params[clave] = params[clave] - tasa * grads["d" + clave]
    return params


ITERACIONES = 800
TASA = 1.2
X, Y = cargar_flores()
params = inicializar(X.shape[0], 6, 1)
print("X:", X.shape, "Y:", Y.shape)

for i in range(ITERACIONES):
    A2, cache = propagar(X, params)
    c = costo(A2, Y)
    grads = retropropagar(params, cache, X, Y)
    params = actualizar(params, grads, TASA)
    if i % 100 == 0:
        print("Costo en la iteración %i: %f" % (i, c))

A2, _ = propagar(X, params)
print("Exactitud: %.1f %%" % (100 * np.mean((A2 > 0.5) == Y)))
