# -*- coding: utf-8 -*-
"""
TP n°4 : faire un réseau de neurones sans bibliothèque
(à part numpy bien sûr)
"""
import numpy as np

class Reseau:

    def __init__(self, entree=4, cachee=6, sortie=3, pas=0.5):
        g = np.random.RandomState(14)
        self.pas = pas
        self.W1 = g.uniform(-1, 1, (entree, cachee))
        self.b1 = g.uniform(-1, 1, (1, cachee))
        self.W2 = g.uniform(-1, 1, (cachee, sortie))
        self.b2 = g.uniform(-1, 1, (1, sortie))

    def sigmoide(self, s):
        return 1 / (1 + np.exp(-s))

    def sigmoide_derivee(self, s):
        # s est deja passe par la sigmoide
        return s * (1 - s)

    def propager(self, X):
        self.z2 = self.sigmoide(np.dot(X, self.W1) + self.b1)
        self.o = self.sigmoide(np.dot(self.z2, self.W2) + self.b2)
        return self.o

    def retropropager(self, X, y, o):
        self.o_erreur = y - o
        self.o_delta = self.o_erreur * self.sigmoide_derivee(o)

        self.z2_erreur = self.o_erreur.dot(self.W2.T)
        self.z2_delta = self.z2_erreur * self.sigmoide_derivee(self.z2)

        self.W1 += self.pas * X.T.dot(self.z2_delta) / len(X)
        self.b1 += self.pas * self.z2_delta.mean(axis=0, keepdims=True)
        self.W2 += self.pas * self.z2.T.dot(self.o_delta) / len(X)
        self.b2 += self.pas * self.o_delta.mean(axis=0, keepdims=True)

    def entrainer(self, X, y, tours):
        for i in range(tours):
            o = self.propager(X)
            if i % 500 == 0:
                print("tour", i, "perte :", np.mean((y - o) ** 2))
            self.retropropager(X, y, o)


# jeu de données : feux de circulation (rouge, orange, vert, clignotant) -> (s'arrêter, ralentir, passer)
X = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 1, 0, 1], [1, 0, 0, 1], [0, 0, 0, 1]], dtype=float)
y = np.array([[1, 0, 0], [1, 1, 0], [0, 0, 1], [0, 1, 1], [1, 0, 0], [0, 1, 1]], dtype=float)

r = Reseau()
r.entrainer(X, y, 2000)
print("Prédiction :")
print(r.propager(X).round(2))
print("Attendu :")
print(y)
