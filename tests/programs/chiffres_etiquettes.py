import numpy as np


class ReseauSoftmax:
    """Une couche cachée tanh, une sortie softmax."""

    def __init__(self, entrees, cachees, classes, graine=0):
        g = np.random.default_rng(graine)
        self.g = g
        self.W1 = g.normal(0, 1 / np.sqrt(entrees), (entrees, cachees))
        self.b1 = np.zeros(cachees)
        self.W2 = g.normal(0, 1 / np.sqrt(cachees), (cachees, classes))
        self.b2 = np.zeros(classes)

    def probabilites(self, x):
        self.h = np.tanh(x @ self.W1 + self.b1)
        s = self.h @ self.W2 + self.b2
        s = s - s.max(axis=1)[:, np.newaxis]
        e = np.exp(s)
        return e / e.sum(axis=1)[:, np.newaxis]

    def perte(self, p, y, l2):
        n = len(y)
        donnees = -np.log(p[np.arange(n), y]).sum() / n
        return donnees + 0.5 * l2 * (np.sum(self.W1 ** 2) + np.sum(self.W2 ** 2))

    def apprendre(self, x, y, epoques=40, taille=20, pas=0.2, l2=0.001):
        n = len(x)
        for epoque in range(epoques):
            ordre = self.g.permutation(n)
            for debut in range(0, n, taille):
                lot = ordre[debut:debut + taille]
                xl, yl = x[lot], y[lot]
                p = self.probabilites(xl)
                perte = self.perte(p, yl, l2)

                d2 = p
                d2[np.arange(len(yl)), yl] -= 1
                d2 /= len(yl)
                gW2 = np.dot(self.h.T, d2) + l2 * self.W2
                gb2 = np.sum(d2, axis=0)
                d1 = np.dot(d2, self.W2.T) * (1 - self.h ** 2)
                gW1 = np.dot(xl.T, d1) + l2 * self.W1
                gb1 = np.sum(d1, axis=0)

                self.W1 -= pas * gW1
                self.b1 -= pas * gb1
                self.W2 -= pas * gW2
                self.b2 -= pas * gb2
            if epoque % 10 == 0:
                print(f"époque {epoque} : perte {perte:.4f}")

    def predire(self, x):
        return self.probabilites(x).argmax(axis=1)


g = np.random.default_rng(5)
y = g.integers(0, 4, 100)
x = np.eye(6)[y] * 2 + 0.7 * g.normal(size=(100, 6))
modele = ReseauSoftmax(6, 9, 4)
modele.apprendre(x, y)
print("exactitude", np.mean(modele.predire(x) == y))
