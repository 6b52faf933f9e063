# -*- coding: utf-8 -*-
"""
TP 4 : reconnaître les champignons
Trois espèces, quatre mesures (diamètre du chapeau, hauteur, couleur, odeur).
Réseau 4 - 6 - 3, sigmoïde puis softmax, erreur quadratique.
À compléter par les étudiants : la fonction retropropagation.
"""
import numpy as np

np.random.seed(33)


def donnees(par_espece=10):
    moyennes = [[0.3, 0.6, 0.2, 0.9], [0.7, 0.4, 0.5, 0.2], [0.5, 0.9, 0.8, 0.5]]
    X, Y = [], []
    for espece, m in enumerate(moyennes):
        for _ in range(par_espece):
            X.append(np.array(m) + 0.15 * np.random.randn(4))
            cible = np.zeros(3)
            cible[espece] = 1
            Y.append(cible)
    return np.array(X), np.array(Y)


def initialiser(n_x, n_h, n_y):
    return {
        "W1": np.random.randn(n_x, n_h),
        "b1": np.zeros((1, n_h)),
        "W2": np.random.randn(n_h, n_y),
        "b2": np.zeros((1, n_y)),
    }


def sigmoide(z):
    return 1.0 / (1.0 + np.exp(-z))


def softmax(z):
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


def propagation(X, params):
    Z1 = X @ params["W1"] + params["b1"]
    A1 = sigmoide(Z1)
    Z2 = A1 @ params["W2"] + params["b2"]
    P = softmax(Z2)
    cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "P": P}
    return P, cache


def cout(P, Y):
    return np.sum((P - Y) ** 2) / (2 * len(Y))


def retropropagation(X, Y, params, cache):
    m = X.shape[0]
    P, A1 = cache["P"], cache["A1"]
    dP = (P - Y) / m
    dZ2 = dP * P * (1 - P)
    dA1 = dZ2 @ params["W2"].T
    dZ1 = dA1 * A1 * (1 - A1)
    return {
        "W1": X.T @ dZ1,
        "b1": dZ1.sum(axis=0, keepdims=True),
        "W2": A1.T @ dZ2,
        "b2": dZ2.sum(axis=0, keepdims=True),
    }


def mise_a_jour(params, grads, alpha):
    for cle in params:
        params[cle] = params[cle] - alpha * grads[cle]
    return params


X, Y = donnees()
params = initialiser(4, 6, 3)
for iteration in range(800):
    P, cache = propagation(X, params)
    grads = retropropagation(X, Y, params, cache)
    params = mise_a_jour(params, grads, alpha=1.0)
    if iteration % 100 == 0:
        print("itération", iteration, ": coût =", cout(P, Y))

P, _ = propagation(X, params)
print("taux de réussite :", np.mean(np.argmax(P, axis=1) == np.argmax(Y, axis=1)))
