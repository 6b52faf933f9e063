"""Reconnaître les voyelles dessinées en 5x5, avec des étiquettes un peu adoucies."""
import argparse

import numpy as np

DESSINS = {
    "A": ".###. #...# ##### #...# #...#",
    "E": "##### #.... ####. #.... #####",
    "I": ".###. ..#.. ..#.. ..#.. .###.",
    "O": ".###. #...# #...# #...# .###.",
    "U": "#...# #...# #...# #...# .###.",
}
LETTRES = list(DESSINS)

analyse = argparse.ArgumentParser()
analyse.add_argument("--epoques", type=int, default=40)
analyse.add_argument("--lot", type=int, default=25)
options = analyse.parse_args([])

hasard = np.random.default_rng(26)


def pixels(dessin):
    return [1.0 if c == "#" else 0.0 for c in dessin if c != " "]


modeles = np.array([pixels(DESSINS[l]) for l in LETTRES])


def jeu(nombre, bruit=0.3):
    numeros = hasard.integers(0, 5, nombre)
    return modeles[numeros] + bruit * hasard.standard_normal((nombre, 25)), numeros


def initialiser(tailles):
    couches = []
    for a, b in zip(tailles[:-1], tailles[1:]):
        couches.append({"W": hasard.standard_normal((b, a)) * np.sqrt(2 / a), "b": np.zeros(b)})
    return couches


def avant(couches, x):
    """W est (sortie, entrée) et les exemples sont en lignes, d'où les .T"""
    memoire = []
    for i, c in enumerate(couches):
        z = x @ c["W"].T + c["b"]
        memoire.append((x, z))
        x = np.where(z > 0, z, 0.05 * z) if i < len(couches) - 1 else z
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True), memoire


def arriere(couches, memoire, g):
    grads = []
    for i in range(len(couches) - 1, -1, -1):
        x, z = memoire[i]
        if i < len(couches) - 1:
            g = np.where(z > 0, g, 0.05 * g)
        grads.insert(0, {"W": g.T @ x, "b": np.add.reduce(g)})
        g = g @ couches[i]["W"]
    return grads


x_app, n_app = jeu(200)
x_test, n_test = jeu(100)
douceur = 0.1
cibles = np.full((200, 5), douceur / 5)
cibles[np.arange(200), n_app] += 1 - douceur  # chaque ligne fait toujours 1

couches = initialiser([25, 16, 10, 5])
vitesses = [{k: np.zeros_like(v) for k, v in c.items()} for c in couches]
for epoque in range(options.epoques):
    melange = hasard.permutation(200)
    perte = 0
    for lot in np.split(melange, 200 // options.lot):
        p, memoire = avant(couches, x_app[lot])
        perte -= np.sum(cibles[lot] * np.log(p))
        grads = arriere(couches, memoire, p - cibles[lot])
        for c, v, g in zip(couches, vitesses, grads):
            for k in c:
                v[k] = 0.9 * v[k] + g[k]
                c[k] -= 0.002 * v[k]
    if epoque % 8 == 0:
        juste = np.mean(avant(couches, x_test)[0].argmax(axis=1) == n_test)
        print(f"époque {epoque:2d}  perte {perte / 200:.4f}  justes {juste:.0%}")

confusion = np.zeros((5, 5), dtype=int)
np.add.at(confusion, (n_test, avant(couches, x_test)[0].argmax(axis=1)), 1)
print("  ", "  ".join(LETTRES))
for lettre, ligne in zip(LETTRES, confusion):
    print(lettre, ligne)
