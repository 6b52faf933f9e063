"""La ruche passera-t-elle l'hiver ?  +1 oui, -1 non.

Usage : python ruches_en_hiver.py [tours]
"""
import sys

import numpy as np

np.random.seed(2024)


class Couche:
    """Une couche pleine ; les gradients s'ajoutent jusqu'à vider()."""

    def __init__(self, entrees, sorties):
        self.W = np.random.uniform(-1, 1, (entrees, sorties)) * np.sqrt(3 / entrees)
        self.b = np.zeros(sorties)
        self.vider()

    def vider(self):
        self.gW = np.zeros_like(self.W)
        self.gb = np.zeros_like(self.b)

    def avant(self, x):
        self.entree = x
        return np.dot(x, self.W) + self.b

    def arriere(self, g):
        self.gW += np.dot(self.entree.T, g)
        self.gb += g.sum(axis=0)
        return np.dot(g, self.W.T)


class Tanh:
    def avant(self, x):
        self.sortie = np.tanh(x)
        return self.sortie

    def arriere(self, g):
        return (1 - self.sortie) * (1 + self.sortie) * g


class Reseau:
    def __init__(self, *couches):
        self.couches = couches
        self.pleines = [c for c in couches if isinstance(c, Couche)]

    def __call__(self, x):
        for c in self.couches:
            x = c.avant(x)
        return x

    def apprendre(self, x, t, pas):
        score = self(x)
        manque = np.maximum(0, 1 - t * score)        # charnière au carré
        for c in self.pleines:
            c.vider()
        g = -2 * t * manque / len(x)
        for c in reversed(self.couches):
            g = c.arriere(g)
        for c in self.pleines:
            c.W -= pas * c.gW
            c.b -= pas * c.gb
        return np.mean(manque ** 2)


def ruches(n):
    poids = np.random.normal(15, 4, n)             # réserves de miel, kg
    varroas = np.random.gamma(2, 2, n)
    reine = np.random.randint(0, 4, n)             # âge
    altitude = np.random.uniform(0, 1500, n)
    force = 0.4 * (poids - 12) - 0.5 * varroas - 0.5 * (reine - 1) ** 2 - altitude / 1000 + 3
    t = np.where(force + np.random.normal(0, 0.3, n) > 0, 1, -1)
    x = np.column_stack([(poids - 15) / 4, varroas / 3 - 1, reine - 1.5, altitude / 750 - 1])
    return x, t.reshape(-1, 1)


def principal(tours):
    for tour in range(tours):
        melange = np.random.permutation(len(x))
        total = 0
        for lot in range(0, len(x), TAILLE):
            ici = melange[lot:lot + TAILLE]
            total += reseau.apprendre(x[ici], t[ici], PAS) * len(ici)
        if tour % 25 == 0:
            print("tour %d : perte %.4f" % (tour, total / len(x)))


x, t = ruches(200)
x_essai, t_essai = ruches(100)
TAILLE, PAS = 25, 0.05
reseau = Reseau(Couche(4, 9), Tanh(), Couche(9, 5), Tanh(), Couche(5, 1))

if __name__ == "__main__":
    nombre = 150
    if len(sys.argv) == 2 and sys.argv[1].isdigit():
        nombre = int(sys.argv[1])
    principal(nombre)
    justes = (np.sign(reseau(x_essai)) == t_essai).mean()
    print(f"ruches bien devinées : {100 * justes:.0f} %")
