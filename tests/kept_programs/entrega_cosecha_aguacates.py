"""Entrega 3: ¿el aguacate está listo para exportar?  (con regularización)"""
import numpy as np


class RedAguacates:
    def __init__(self, semilla=33, lam=0.004):
        g = np.random.default_rng(semilla)
        self.W1 = g.normal(0, 0.9, (4, 6))
        self.b1 = g.normal(0, 0.2, 6)
        self.W2 = g.normal(0, 0.6, (6, 6))
        self.b2 = g.normal(0, 0.2, 6)
        self.W3 = g.normal(0, 0.6, (6, 1))
        self.b3 = np.zeros(1)
        self.lam = lam

    @staticmethod
    def sig(z):
        return 1 / (1 + np.exp(-z))

    def adelante(self, X):
        self.X = X
        self.h1 = self.sig(X @ self.W1 + self.b1)
        self.h2 = np.tanh(self.h1 @ self.W2 + self.b2)
        self.p = self.sig(self.h2 @ self.W3 + self.b3)
        return self.p

    def perdida(self, y):
        datos = -np.mean(y * np.log(self.p) + (1 - y) * np.log(1 - self.p))
        pesos = np.sum(self.W1 ** 2) + np.sum(self.W2 ** 2) + np.sum(self.W3 ** 2)
        return datos + 0.5 * self.lam * pesos

    def castigo(self, W):
        """lo que la regularización suma al gradiente de W"""
        return 0.5 * self.lam * np.sum(W ** 2)

    def atras(self, y):
        n = len(y)
        d3 = (self.p - y) / n
        self.gW3 = self.h2.T @ d3 + self.castigo(self.W3)
        self.gb3 = d3.sum(axis=0)
        d2 = d3 @ self.W3.T * (1 - self.h2 ** 2)
        self.gW2 = self.h1.T @ d2 + self.castigo(self.W2)
        self.gb2 = d2.sum(axis=0)
        d1 = d2 @ self.W2.T * (1 - self.h1)
        self.gW1 = self.X.T @ d1 + self.castigo(self.W1)
        self.gb1 = d1.sum(axis=0)

    def actualizar(self, tasa):
        self.W1 = self.W1 - tasa * self.gW1
        self.b1 = self.b1 - tasa * self.gb1
        self.W2 = self.W2 - tasa * self.gW2
        self.b2 = self.b1 - tasa * self.gb2
        self.W3 = self.W3 - tasa * self.gW3
        self.b3 = self.b3 - tasa * self.gb3


def leer_datos(n=90):
    g = np.random.default_rng(7)
    peso = g.normal(220, 40, n)
    firmeza = g.uniform(2, 20, n)
    aceite = g.normal(11, 2, n)
    manchas = g.poisson(1, n)
    nota = (peso - 200) / 40 + (aceite - 10) / 2 - np.abs(firmeza - 10) / 5 - 0.5 * manchas
    X = np.column_stack([(peso - 220) / 40, (firmeza - 11) / 5, (aceite - 11) / 2, manchas - 1])
    return X, (nota + g.normal(0, 0.3, n) > 0).astype(float).reshape(-1, 1)


X, y = leer_datos()
red = RedAguacates()
epocas = 160
for e in range(epocas):
    red.adelante(X)
    if e % 40 == 0:
        print("época", e, "pérdida", red.perdida(y))
    red.atras(y)
    red.actualizar(0.1)

aciertos = np.mean((red.adelante(X) > 0.5) == (y > 0.5))
print("aciertos:", aciertos)
