import numpy as np
class Reseau:
    def __init__(self, entree, cachee, sortie, graine=4):
        alea = np.random.RandomState(graine)
        self.poids_e = alea.randn(entree, cachee) * 0.4
        self.biais_e = np.zeros(cachee)
        self.poids_s = alea.randn(cachee, sortie) * 0.4
        self.biais_s = np.zeros(sortie)
    def avant(self, x):
        self.x = x
        self.h = 1 / (1 + np.exp(-(x @ self.poids_e + self.biais_e)))
        scores = self.h @ self.poids_s + self.biais_s
        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        self.p = e / e.sum(axis=1, keepdims=True)
        return self.p
    def arriere(self, etiquettes, pas):
        n = len(etiquettes)
        delta = self.p.copy()
        delta[np.arange(n), etiquettes] -= 1
        delta /= n
        delta_h = (delta @ self.poids_s.T) * self.h * (1 - self.h)
        self.poids_s -= pas * (self.h.T @ delta)
        self.biais_s -= pas * delta.sum(axis=0)
        self.poids_e -= pas * (self.x.T @ delta_h)
        self.biais_e -= pas * delta_h.sum(axis=0)
alea = np.random.RandomState(5)
points = alea.randn(36, 2)
classe = (points[:, 0] > 0).astype(int) + (points[:, 1] > 0).astype(int)
reseau = Reseau(2, 5, 3)
for tour in range(120):
    p = reseau.avant(points)
    perte = -np.mean(np.log(p[np.arange(36), classe]))
    reseau.arriere(classe, 0.8)
    if tour % 40 == 0:
        print("perte", perte)
