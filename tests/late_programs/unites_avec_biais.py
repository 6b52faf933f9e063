# -*- coding: utf-8 -*-
# Le biais est une unité qui vaut toujours 1 : une colonne de plus, la première, à l'entrée et dans la couche cachée.
# Les données : deux tas de points l'un dans l'autre (un disque et une couronne), trois mesures par point.
import numpy as np

rng = np.random.default_rng(75)


def avec_biais(M):
    return np.hstack([np.ones((M.shape[0], 1)), M])


def donnees(n):
    t = rng.uniform(0, 2 * np.pi, n)
    classe = rng.integers(0, 2, n)
    r = np.where(classe == 1, rng.uniform(0.8, 1.2, n), rng.uniform(0, 0.5, n))
    M = np.stack([r * np.cos(t), r * np.sin(t), rng.normal(size=n)], axis=1)
    return M, classe.reshape(-1, 1).astype(float)


def sigmoide(u):
    return 1 / (1 + np.exp(-u))


X, Y = donnees(160)
X_test, Y_test = donnees(60)

CACHEES = 8
W1 = rng.normal(0, 0.8, (4, CACHEES))  # première ligne : les biais
W2 = rng.normal(0, 0.8, (CACHEES + 1, 1))

pas = 0.05
lot = 20
for epoque in range(200):
    ordre = rng.permutation(len(X))
    perte = 0.0
    for debut in range(0, len(X), lot):
        indices = ordre[debut : debut + lot]
        x = avec_biais(X[indices])
        y = Y[debut : debut + lot]

        # aller
        cachee = np.tanh(x @ W1)
        h = avec_biais(cachee)
        p = sigmoide(h @ W2)
        perte += -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))

        # retour
        d2 = p - y
        d1 = (d2 @ W2.T)[:, :-1] * (1 - cachee**2)
        W2 -= pas * h.T @ d2
        W1 -= pas * x.T @ d1
    if epoque % 40 == 0:
        print(f"époque {epoque:3d} : perte {perte / len(X):.4f}")

p = sigmoide(avec_biais(np.tanh(avec_biais(X_test) @ W1)) @ W2)
print("bonnes réponses sur le test : {:.0%}".format(np.mean((p > 0.5) == Y_test)))
