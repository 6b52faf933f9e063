"""Red neuronal de una capa oculta para la compuerta XOR."""
import numpy as np

rng = np.random.default_rng(12)


def inicializar(n_entrada, n_oculta, n_salida):
    W1 = rng.normal(0, 1, (n_entrada, n_oculta))
    b1 = np.zeros((1, n_oculta))
    W2 = rng.normal(0, 1, (n_oculta, n_salida))
    b2 = np.zeros((1, n_salida))
    return W1, b1, W2, b2


def sigmoide(z):
    return 1 / (1 + np.exp(-z))


def hacia_adelante(X, W1, b1, W2, b2):
    Z1 = np.dot(X, W1) + b1
    A1 = np.tanh(Z1)
    Z2 = np.dot(A1, W2) + b2
    A2 = sigmoide(Z2)
    return A1, A2


def costo(Y, A2):
    return np.mean((A2 - Y) ** 2)


def hacia_atras(X, Y, A1, A2, W2):
    m = X.shape[0]
    dA2 = 2 * (A2 - Y) / m
    dZ2 = dA2 * A2 * (1 - A2)
    dW2 = np.dot(A1.T, dZ2)
    db2 = np.sum(dZ2, axis=0, keepdims=True)
    dA1 = np.dot(dZ2, W2.T)
    dZ1 = dA1 * (1 - A1 ** 2)
    dW1 = np.dot(X.T, dZ1)
    db1 = np.sum(dZ1, axis=0, keepdims=True)
    return dW1, db1, dW2, db2


def entrenar(X, Y, epocas=3000, tasa=0.5):
    W1, b1, W2, b2 = inicializar(2, 3, 1)
    for epoca in range(epocas):
        A1, A2 = hacia_adelante(X, W1, b1, W2, b2)
        dW1, db1, dW2, db2 = hacia_atras(X, Y, A1, A2, W2)
        W1 = W1 - tasa * dW1
        b1 = b1 - tasa * db1
        W2 = W2 - tasa * dW2
        b2 = b2 - tasa * db2
        if epoca % 500 == 0:
            print(f"Época {epoca}: costo = {costo(Y, A2):.5f}")
    return W1, b1, W2, b2


X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
Y = np.array([[0], [1], [1], [0]], dtype=float)
W1, b1, W2, b2 = entrenar(X, Y)
print(np.round(hacia_adelante(X, W1, b1, W2, b2)[1], 2))
