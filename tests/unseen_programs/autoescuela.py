"""¿Aprueba el examen de conducir? Red neuronal 4-5-5-1."""
import numpy as np


def logistica(z):
    return 1 / (1 + np.exp(-z))


class RedNeuronal:
    def __init__(self, semilla=0):
        rnd = np.random.RandomState(semilla)
        self.w1, self.b1 = rnd.randn(4, 5), np.zeros((1, 5))
        self.w2, self.b2 = rnd.randn(5, 5), np.zeros((1, 5))
        self.w3, self.b3 = rnd.randn(5, 1), np.zeros((1, 1))

    def adelante(self, x):
        self.x = x
        self.a1 = logistica(x @ self.w1 + self.b1)
        self.a2 = logistica(self.a1 @ self.w2 + self.b2)
        self.a3 = logistica(self.a2 @ self.w3 + self.b3)
        return self.a3

    def costo(self, p, y):
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    def atras(self, y):
        m = len(y)
        d3 = (self.a3 - y) / m
        d2 = (d3 @ self.w3.T) * self.a2 * (1 - self.a2)
        d1 = (d2 @ self.w2.T) * self.a1 * (1 - self.a1)
        gw3 = self.a2.T @ d3
        gw2 = self.a1.T @ d1
        gw1 = self.x.T @ d1
        gb3, gb2, gb1 = (d.sum(axis=0, keepdims=True) for d in (d3, d2, d1))
        return [gw1, gw2, gw3], [gb1, gb2, gb3]

    def entrenar(self, x, y, epocas, tasa=1.0):
        for e in range(epocas):
            p = self.adelante(x)
            gw, gb = self.atras(y)
            self.w1 -= tasa * gw[0]
            self.w2 -= tasa * gw[1]
            self.w3 -= tasa * gw[2]
            self.b1 -= tasa * gb[0]
            self.b2 -= tasa * gb[1]
            self.b3 -= tasa * gb[2]
            if e % 100 == 0:
                print("epoca", e, "costo", round(self.costo(p, y), 4))


rnd = np.random.RandomState(8)
horas = rnd.uniform(0, 1, (110, 4))
X = (horas - 0.5) * 2
y = ((horas[:, 0] + horas[:, 1] > 1) ^ (horas[:, 2] > 0.8)).astype(float)[:, None]
red = RedNeuronal(4)
red.entrenar(X, y, 400)
print("aciertos:", np.mean((red.adelante(X) > 0.5) == y))
