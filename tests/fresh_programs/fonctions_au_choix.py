# -*- coding: utf-8 -*-
# Réseau à plusieurs couches avec une fonction d'activation au choix pour chaque couche.
# Exemple : le rendement d'un champ selon la pluie, le soleil et l'engrais.
import numpy as np

rng = np.random.default_rng(14)

# (fonction, dérivée en fonction de la SORTIE a)
ACTIVATIONS = {
    "tanh": (np.tanh, lambda a: 1 - a ** 2),
    "sigmoide": (lambda z: 1 / (1 + np.exp(-z)), lambda a: 1 - a),
    "relu": (lambda z: np.maximum(z, 0), lambda a: 1.0 * (a > 0)),
    "lineaire": (lambda z: z, lambda a: np.ones_like(a)),
}

couches = [(3, 6, "tanh"), (6, 4, "sigmoide"), (4, 1, "lineaire")]
poids = [rng.normal(0, 1 / np.sqrt(e), (e, s)) for e, s, _ in couches]
biais = [np.zeros(s) for _, s, _ in couches]


def avant(x):
    sorties = [x]
    for w, b, (_, _, nom) in zip(poids, biais, couches):
        f, _ = ACTIVATIONS[nom]
        sorties.append(f(sorties[-1] @ w + b))
    return sorties


def arriere(sorties, cible):
    """Renvoie les gradients des poids et des biais, de la première couche à la dernière."""
    gp, gb = [], []
    grad = (sorties[-1] - cible) / len(cible)
    for k in range(len(couches) - 1, -1, -1):
        _, df = ACTIVATIONS[couches[k][2]]
        delta = grad * df(sorties[k + 1])
        gp.insert(0, sorties[k].T @ delta)
        gb.insert(0, delta.sum(axis=0))
        grad = delta @ poids[k].T
    return gp, gb


# --- données
n = 70
pluie = rng.uniform(0, 1, n)
soleil = rng.uniform(0, 1, n)
engrais = rng.uniform(0, 1, n)
rendement = np.sin(3 * pluie) + soleil * pluie + 0.5 * np.sqrt(engrais) + rng.normal(0, 0.05, n)
X = np.column_stack((pluie, soleil, engrais)) * 2 - 1
Y = rendement[:, None]

# --- apprentissage
taux = 0.4
for tour in range(1, 601):
    s = avant(X)
    erreur = 0.5 * np.mean((s[-1] - Y) ** 2)
    gp, gb = arriere(s, Y)
    for k in range(len(couches)):
        poids[k] -= taux * gp[k]
        biais[k] -= taux * gb[k]
    if tour % 100 == 0:
        print("tour %d : erreur %.5f" % (tour, erreur))

print("un champ moyen :", avant(np.zeros((1, 3)))[-1][0, 0])
