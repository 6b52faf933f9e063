# Reconnaître le cépage d'après quatre mesures au refractomètre.
# Repris du tutoriel vu en ligne, avec des mini-lots en plus (mon idée).
import time

import numpy as np

debut = time.time()
alea = np.random.RandomState(8)

# --- mesures -----------------------------------------------------------
sucre = np.concatenate([alea.normal(21, 1.2, 30), alea.normal(24, 1.5, 30)])
acide = np.concatenate([alea.normal(7, 0.8, 30), alea.normal(5.2, 0.7, 30)])
couleur = np.concatenate([alea.normal(3, 1, 30), alea.normal(5, 1, 30)])
ph = np.concatenate([alea.normal(3.2, 0.1, 30), alea.normal(3.5, 0.12, 30)])
X = np.array([sucre, acide, couleur, ph])       # une colonne par bouteille
X = (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)
y = np.array([[0.0] * 30 + [1.0] * 30])          # gamay = 0, syrah = 1
m = X.shape[1]


def sigmoide(z):
    return 1 / (1 + np.exp(-z))


def initialise(n0, n1, n2):
    return {
        "W1": alea.randn(n1, n0) * 0.5,
        "b1": np.zeros((n1, 1)),
        "W2": alea.randn(n2, n1) * 0.5,
        "b2": np.zeros((n2, 1)),
    }


def propage(p, A0):
    A1 = np.tanh(p["W1"] @ A0 + p["b1"])
    A2 = sigmoide(p["W2"] @ A1 + p["b2"])
    return A1, A2


def cout(A2, T):
    return float(-np.mean(T * np.log(A2) + (1 - T) * np.log(1 - A2)))


def retropropage(p, A0, A1, A2, T):
    n = A0.shape[1]
    d2 = A2 - T
    d1 = p["W2"].T @ d2 * (1 - A1 ** 2)
    return {
        "W1": d1 @ A0.T / n,
        "b1": d1.sum(axis=1, keepdims=True) / n,
        "W2": d2 @ A1.T / n,
        "b2": d2.sum(axis=1, keepdims=True) / n,
    }


p = initialise(4, 5, 1)
pas = 0.3
taille = 12
for tour in range(120):
    ordre = alea.permutation(m)
    X_melange = X[:, ordre]
    for debut_lot in range(0, m, taille):
        fin_lot = debut_lot + taille
        X_lot = X_melange[:, debut_lot:fin_lot]
        y_lot = y[:, debut_lot:fin_lot]
        A1, A2 = propage(p, X_lot)
        g = retropropage(p, X_lot, A1, A2, y_lot)
        for nom in p:
            p[nom] = p[nom] - pas * g[nom]
    if tour % 20 == 0:
        print("tour", tour, "coût", round(cout(propage(p, X)[1], y), 4))

reponse = propage(p, X)[1] > 0.5
print("bien classées :", int((reponse == (y > 0.5)).sum()), "sur", m)
print("durée : %.2f s" % (time.time() - debut))
