import numpy as np


class Red:
    def __init__(self, n_x, n_h, tasa):
        np.random.seed(30)
        self.W = np.random.randn(n_x, n_h) * np.sqrt(2 / n_x)
        self.b = np.ones((1, n_h)) * 0.1
        self.V = np.random.randn(n_h, 1) * np.sqrt(2 / n_h)
        self.c = np.zeros((1, 1))
        self.tasa = tasa

    def predecir(self, X):
        self.z = np.dot(X, self.W) + self.b
        self.h = np.maximum(0, self.z)
        return np.dot(self.h, self.V) + self.c

    def paso(self, X, y):
        y_pred = self.predecir(X)
        ecm = np.mean((y_pred - y) ** 2)

        delta2 = 2 * (y_pred - y) / len(X)
        delta1 = np.dot(delta2, self.V.T) * self.h * (1 - self.h)

        dV = np.dot(self.h.T, delta2)
        dc = delta2.sum(axis=0)
        dW = np.dot(X.T, delta1)
        db = delta1.sum(axis=0)

        self.V = self.V - self.tasa * dV
        self.c = self.c - self.tasa * dc
        self.W = self.W - self.tasa * dW
        self.bias = self.b - self.tasa * db
        return ecm

    def entrenar(self, X, y, epocas=250):
        for epoca in range(epocas):
            ecm = self.paso(X, y)
            if epoca % 50 == 0:
                print("ECM en la época", epoca, "=", ecm)


# precio de una casa: superficie, habitaciones, antigüedad, distancia (escalados)
np.random.seed(4)
X = np.random.rand(40, 4)
y = (3 * X[:, 0] + X[:, 1] - 0.5 * X[:, 2] - X[:, 3] ** 2).reshape(-1, 1)
red = Red(4, 6, 0.01)
red.entrenar(X, y)
