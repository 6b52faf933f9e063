"""Une classe pour tout : RMSProp, suivi de la validation, arrêt précoce, et une vérification du gradient."""
import copy

import numpy as np


class Reseau:
    def __init__(self, tailles, graine=0, pas=0.01):
        self.rng = np.random.default_rng(graine)
        self.pas = pas
        self.W = [self.rng.normal(0, 1 / np.sqrt(a), (a, b)) for a, b in zip(tailles, tailles[1:])]
        self.b = [np.zeros((1, b)) for b in tailles[1:]]
        self.carres_W = [np.zeros_like(w) for w in self.W]
        self.carres_b = [np.zeros_like(b) for b in self.b]

    @staticmethod
    def s(u):
        return 1 / (1 + np.exp(-u))

    def sortie(self, x):
        self.a = [x]
        for W, b in zip(self.W, self.b):
            self.a.append(self.s(self.a[-1] @ W + b))
        return self.a[-1]

    def perte(self, x, y):
        return np.sum((self.sortie(x) - y) ** 2) / len(x)

    def gradient(self, x, y):
        a = self.sortie(x)
        self.gW, self.gb = [], []
        d = 2 / len(x) * (a - y) * a * (1 - a)
        for k in range(len(self.W))[::-1]:
            self.gW.insert(0, self.a[k].T @ d)
            self.gb.insert(0, d.sum(axis=0, keepdims=True))
            d = d @ self.W[k].T * self.a[k] * (1 - self.a[k])

    def verifier(self, x, y, h=1e-6):
        """Le pire écart avec les différences finies sur quelques poids."""
        self.gradient(x, y)
        pire = 0
        for W, g in zip(self.W, self.gW):
            i, j = self.rng.integers(W.shape[0]), self.rng.integers(W.shape[1])
            garde = W[i, j]
            W[i, j] = garde + h
            plus = self.perte(x, y)
            W[i, j] = garde - h
            moins = self.perte(x, y)
            W[i, j] = garde
            pire = max(pire, abs((plus - moins) / (2 * h) - g[i, j]))
        return pire

    def apprendre(self, x, y):
        self.gradient(x, y)
        for p, g, c in zip(self.W + self.b, self.gW + self.gb, self.carres_W + self.carres_b):
            c *= 0.9
            c += 0.1 * g * g
            p -= self.pas * g / (np.sqrt(c) + 1e-7)


def jeu(n, rng):
    """Le triangle : les trois angles sont-ils aigus, y a-t-il un angle obtus ?"""
    angles = rng.dirichlet([2, 2, 2], n)
    obtus = (angles.max(axis=1) > 0.5).astype(float)
    proche = (np.sort(angles, axis=1)[:, 2] - np.sort(angles, axis=1)[:, 1] < 0.15).astype(float)
    return angles - 1 / 3, np.column_stack([obtus, proche])


rng = np.random.default_rng(18)
x, y = jeu(120, rng)
xv, yv = jeu(40, rng)

net = Reseau([3, 10, 6, 2], graine=3)
print("écart du gradient : %.1e" % net.verifier(x, y))

meilleur, garde, attente = np.inf, None, 0
MAX_EPOQUES = 600
for epoque in range(MAX_EPOQUES):
    net.apprendre(x, y)
    v = net.perte(xv, yv)
    if v < meilleur:
        meilleur, garde, attente = v, copy.deepcopy(net), 0
    else:
        attente += 1
    if attente == 50:
        print("arrêt à l'époque", epoque)
        break
    if epoque % 100 == 0:
        print(f"{epoque:4d}  apprentissage {net.perte(x, y):.4f}  validation {v:.4f}")

final = garde if garde is not None else net
print("justes :", np.mean((final.sortie(xv) > 0.5) == yv, axis=0))
