# -*- coding: utf-8 -*-
"""Réseau profond : 3 couches cachées de même taille (données de capteurs simulées)."""
import numpy as np

rng = np.random.default_rng(61)
m = 40                                   # nombre d'exemples, un par colonne
capteurs = rng.normal(size=(6, m))
etat = np.vstack([capteurs[0] * capteurs[1] > 0, capteurs[2] + capteurs[3] > 0]).astype(float)

taille = 6


def poids(n, p):
    return rng.normal(0, 1 / np.sqrt(p), (n, p))


W1, W2, W3, W4 = poids(taille, 6), poids(taille, taille), poids(taille, taille), poids(2, taille)
b1, b2, b3, b4 = (np.zeros((n, 1)) for n in (taille, taille, taille, 2))


def logistique(z):
    return 1 / (1 + np.exp(-z))


def cout(p, y):
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / y.shape[1]


pas = 0.5
for it in range(200):
    A1 = np.tanh(W1 @ capteurs + b1)
    A2 = np.tanh(W2 @ A1 + b2)
    A3 = np.tanh(W3 @ A2 + b3)
    A4 = logistique(W4 @ A3 + b4)

    delta4 = (A4 - etat) / m
    delta3 = (W4.T @ delta4) * (1 - A3 ** 2)
    delta2 = (W3.T @ delta3) * (1 - A2 ** 2)
    delta1 = (W3.T @ delta2) * (1 - A1 ** 2)

    dW4 = delta4 @ A3.T
    dW3 = A2 @ delta3.T
    dW2 = delta2 @ A1.T
    dW1 = delta1 @ capteurs.T

    W4 -= pas * dW4
    W3 -= pas * dW3
    W2 -= pas * dW2
    W1 -= pas * dW1
    b4 -= pas * delta4.sum(axis=1, keepdims=True)
    b3 -= pas * delta3.sum(axis=1, keepdims=True)
    b2 -= pas * delta2.sum(axis=1, keepdims=True)
    b1 -= pas * delta1.sum(axis=1, keepdims=True)

    if it % 40 == 0:
        print("itération", it, "coût", cout(A4, etat))
