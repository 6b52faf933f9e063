#!/usr/bin/env python3
"""Durée d'affinage conseillée pour nos tommes.

Sorties : note de goût et note de croûte, entre 0 et 1.
Version « à la main » avant de passer à autre chose.
"""
import numpy as np

np.random.seed(5)

# humidité, sel, température de la cave, âge en jours (déjà ramenés entre 0 et 1)
TOMMES = [
    ([0.61, 0.20, 0.35, 0.10], [0.15, 0.30]),
    ([0.55, 0.32, 0.40, 0.35], [0.45, 0.50]),
    ([0.47, 0.41, 0.42, 0.60], [0.85, 0.70]),
    ([0.39, 0.44, 0.55, 0.85], [0.70, 0.40]),
    ([0.66, 0.12, 0.70, 0.50], [0.20, 0.10]),
    ([0.50, 0.38, 0.30, 0.70], [0.90, 0.80]),
    ([0.58, 0.25, 0.65, 0.20], [0.25, 0.20]),
    ([0.43, 0.50, 0.38, 0.95], [0.65, 0.60]),
]

eta = 0.7
NB_CACHES = 6


def s(x):
    return 1 / (1 + np.exp(-x))


def sp(a):
    "dérivée de s, à partir de la valeur a = s(x)"
    return a * (1 - a)


W1 = np.random.rand(4, NB_CACHES) * 2 - 1
b1 = np.random.rand(NB_CACHES) * 2 - 1
W2 = np.random.rand(NB_CACHES, 2) * 2 - 1
b2 = np.random.rand(2) * 2 - 1

for passage in range(1000):
    erreur_totale = 0
    for x, t in TOMMES:
        x = np.array(x)
        t = np.array(t)

        # aller
        a1 = s(x @ W1 + b1)
        a2 = s(a1 @ W2 + b2)
        erreur = t - a2
        erreur_totale += 0.5 * np.sum(erreur ** 2)

        # retour : les deltas portent déjà le pas
        d2 = eta * erreur * sp(a2)
        d1 = eta * (W2 @ d2) * sp(a1)

        # nouvelles valeurs
        nouveau_W1 = W1 + np.outer(x, d1)
        nouveau_W2 = W2 + np.outer(a1, d2)
        b1 = b1 + d1
        b2 = b2 + d2
        W1 = nouveau_W1

    if passage % 100 == 0:
        print("passage", passage, ": erreur", round(erreur_totale, 5))

print("\n  goût  croûte    (voulu)")
for x, t in TOMMES:
    g, c = s(s(np.array(x) @ W1 + b1) @ W2 + b2)
    print("  %.2f  %.2f      %s" % (g, c, t))
