# -*- coding: utf-8 -*-
"""Avis de restaurant : content ou pas content ?"""
import numpy as np

AVIS = [
    ("un repas excellent et un service charmant", 1),
    ("très bon accueil et plats délicieux", 1),
    ("délicieux dessert et prix correct", 1),
    ("service rapide et repas délicieux", 1),
    ("excellent rapport qualité prix", 1),
    ("accueil charmant et bon dessert", 1),
    ("un repas froid et un service lent", 0),
    ("accueil désagréable et plats fades", 0),
    ("dessert fade et prix trop élevé", 0),
    ("service lent et repas trop salé", 0),
    ("mauvais rapport qualité prix", 0),
    ("plats froids et accueil lent", 0),
]

INUTILES = {"un", "et", "très", "trop"}


def mots(phrase):
    return [m for m in phrase.lower().split() if m not in INUTILES]


vocabulaire = sorted({m for phrase, _ in AVIS for m in mots(phrase)})
numero = {m: i for i, m in enumerate(vocabulaire)}


def sac(phrase):
    x = np.zeros(len(vocabulaire))
    for m in mots(phrase):
        if m in numero:
            x[numero[m]] += 1
    return x


class Modele:
    def __init__(self, n_mots, n_cache, pas=0.1, graine=14):
        h = np.random.RandomState(graine)
        self.U = h.randn(n_mots, n_cache) * 0.3
        self.c = np.zeros(n_cache)
        self.v = h.randn(n_cache) * 0.5
        self.d = 0.0
        self.pas = pas
        self.cumul = {"U": 0.0, "c": 0.0, "v": 0.0, "d": 0.0}

    def avant(self, X):
        self.H = np.tanh(X @ self.U + self.c)
        self.p = 1 / (1 + np.exp(-(self.H @ self.v + self.d)))
        return self.p

    def arriere(self, X, y):
        ecart = self.p - y                               # (n,)
        cache = np.outer(ecart, self.v) * (1 - self.H ** 2)
        self.grad = {
            "v": self.H.T @ ecart,
            "d": ecart.sum(),
            "U": X.T @ cache,
            "c": cache.sum(axis=0),
        }

    def pas_adagrad(self):
        for nom, g in self.grad.items():
            self.cumul[nom] = self.cumul[nom] + g ** 2
            ancien = getattr(self, nom)
            setattr(self, nom, ancien - self.pas * g / np.sqrt(self.cumul[nom] + 1e-8))


X = np.array([sac(phrase) for phrase, _ in AVIS])
y = np.array([etiquette for _, etiquette in AVIS])

modele = Modele(len(vocabulaire), 5)
nb_tours = 120
for tour in range(nb_tours):
    p = modele.avant(X)
    modele.arriere(X, y)
    modele.pas_adagrad()
    if tour % 20 == 0:
        perte = -np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))
        print("tour %3d   perte %.4f" % (tour, perte))

for phrase in ("repas excellent mais service lent", "accueil charmant", "dessert salé et froid"):
    note = modele.avant(sac(phrase)[None, :])[0]
    print(f"{note:.2f}  {phrase}")
