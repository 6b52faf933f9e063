"""Rendement du blé selon pluie, température, azote, densité et altitude (données simulées)."""
import numpy as np

np.random.seed(77)


def relu(x, derivee=False):
    if derivee:
        return np.where(x > 0, x, 0)
    return np.maximum(x, 0)


def sigmoide(x, derivee=False):
    s = 1 / (1 + np.exp(-x))
    return s * (1 - s) if derivee else s


class Reseau:
    def __init__(self, pas=0.1):
        self.w1 = np.random.randn(5, 9) * np.sqrt(2 / 5)
        self.w2 = np.random.randn(9, 7) * np.sqrt(2 / 9)
        self.w3 = np.random.randn(7, 1) * np.sqrt(1 / 7)
        self.b1 = np.full(9, 0.1)
        self.b2 = np.zeros(7)
        self.b3 = np.zeros(1)
        self.pas = pas

    def sortie(self, X):
        self.x = X
        self.z1 = X.dot(self.w1) + self.b1
        self.a1 = relu(self.z1)
        self.z2 = self.a1.dot(self.w2) + self.b2
        self.a2 = sigmoide(self.z2)
        return self.a2.dot(self.w3) + self.b3

    def retour(self, ecart):
        d3 = 2 * ecart / len(ecart)
        d2 = d3.dot(self.w3.T) * sigmoide(self.z2, derivee=True)
        d1 = d2.dot(self.w2.T) * relu(self.z1, derivee=True)
        self.w3 -= self.pas * self.a2.T.dot(d3)
        self.w2 -= self.pas * self.a1.T.dot(d2)
        self.w1 -= self.pas * self.x.T.dot(d1)
        self.b3 -= self.pas * d3.sum(axis=0)
        self.b1 -= self.pas * d1.sum(axis=0)

    def apprendre(self, X, y, epoques):
        for k in range(epoques):
            prediction = self.sortie(X)
            self.retour(prediction - y)
            if k % 50 == 0:
                print("époque", k, "eqm", np.mean((prediction - y) ** 2))


X = np.random.uniform(-1, 1, (110, 5))
y = (2 * X[:, 0] - X[:, 1] ** 2 + X[:, 2] * X[:, 3]).reshape(-1, 1)
reseau = Reseau()
reseau.apprendre(X, y, 250)
