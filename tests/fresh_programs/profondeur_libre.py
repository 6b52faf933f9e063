# -*- coding: utf-8 -*-
# Perceptron de profondeur libre : on donne la liste des tailles, le reste suit.
# Jeu d'essai : décaler un mot de 4 bits d'un cran (le dernier bit revient devant).
import itertools

import numpy as np

rng = np.random.default_rng(14)


def tanh(z):
    return np.tanh(z)


def sigmoide(z):
    return 1 / (1 + np.exp(-z))


def derivee(a):
    # à partir de la sortie
    return a * (1 - a)


def creer(tailles):
    W, b = [], []
    for n, p in zip(tailles[:-1], tailles[1:]):
        W.append(rng.normal(0, 0.8, (n, p)))
        b.append(np.zeros(p))
    return W, b


def propager(X, W, b):
    sorties = [X]
    for i in range(len(W)):
        z = sorties[i] @ W[i] + b[i]
        if i == len(W) - 1:
            sorties.append(sigmoide(z))
        else:
            sorties.append(tanh(z))
    return sorties


def retropropager(sorties, Y, W):
    L = len(W)
    deltas = [(sorties[L] - Y) * derivee(sorties[L])]
    for i in range(L - 1, 0, -1):
        d = (deltas[-1] @ W[i].T) * derivee(sorties[i])
        deltas.append(d)
    gW, gb = [], []
    for i in range(L):
        gW.append(sorties[i].T @ deltas[i])
        gb.append(deltas[i].sum(axis=0))
    return gW, gb


mots = np.array(list(itertools.product([0, 1], repeat=4)), dtype=float)
X = 2 * mots - 1
Y = np.roll(mots, 1, axis=1)

W, b = creer([4, 4, 4, 4])
taux = 0.1

for tour in range(1000):
    sorties = propager(X, W, b)
    gW, gb = retropropager(sorties, Y, W)
    for i in range(len(W)):
        W[i] -= taux * gW[i]
        b[i] -= taux * gb[i]
    if tour % 200 == 0:
        E = 0.5 * np.sum((sorties[-1] - Y) ** 2)
        print("tour", tour, "erreur", E)

sortie = propager(X, W, b)[-1]
print("bits justes :", np.mean((sortie > 0.5) == (Y > 0.5)))
