# Les deux spirales, le grand classique. Biais = une colonne de 1 à DROITE de chaque couche.
import time

import numpy as np

rng = np.random.default_rng(0)


def spirales(n, bruit=0.05):
    t = np.sqrt(rng.random(n)) * 2.2 * np.pi
    un = np.c_[t * np.cos(t), t * np.sin(t)]
    points = np.r_[un, -un] / 6 + bruit * rng.standard_normal((2 * n, 2))
    classes = np.r_[np.zeros(n), np.ones(n)]
    return points, classes.reshape(-1, 1)


def avec_un(m):
    return np.hstack((m, np.ones((len(m), 1))))


def logistique(z):
    return 1 / (1 + np.exp(-z))


P, C = spirales(100)

couches = [2, 20, 12, 1]
M = [rng.standard_normal((a + 1, b)) * np.sqrt(1.5 / a) for a, b in zip(couches, couches[1:])]


def propage(x):
    e0 = avec_un(x)
    e1 = avec_un(np.tanh(e0 @ M[0]))
    e2 = avec_un(np.tanh(e1 @ M[1]))
    return e0, e1, e2, logistique(e2 @ M[2])


def derive(e):
    # pour tanh, et la colonne de 1 donne 0, elle disparaît après de toute façon
    return 1 - e ** 2


debut = time.time()
eta = 0.3
paquet = 25
N = len(P)

for epoque in range(250):
    ordre = rng.permutation(N)
    P, C = P[ordre], C[ordre]
    entropie = 0.0
    for i in range(0, N, paquet):
        x, c = P[i:i + paquet], C[i:i + paquet]
        e0, e1, e2, s = propage(x)
        entropie -= np.sum(np.log(np.where(c == 1, s, 1 - s)))

        d3 = s - c
        d2 = (d3 @ M[2].T * derive(e2))[:, :-1]
        d1 = (d2 @ M[1].T * derive(e1))[:, :-1]

        for k, (e, d) in enumerate([(e0, d1), (e1, d2), (e2, d3)]):
            M[k] -= eta / paquet * e.T @ d
    if epoque % 50 == 0:
        juste = np.mean((propage(P)[-1] > 0.5) == C)
        print(f"époque {epoque} : entropie {entropie / N:.4f}, justes {juste:.1%}, {time.time() - debut:.1f} s")

# petit dessin dans le terminal
for yy in np.linspace(1.2, -1.2, 13):
    ligne = np.c_[np.linspace(-1.2, 1.2, 40), np.full(40, yy)]
    print("".join("#" if v > 0.5 else "." for v in propage(ligne)[-1].ravel()))
