# Résistance du béton à 28 jours (MPa) : eau, ciment, cendres, granulats
# Adapté d'un programme Scilab, donc une éprouvette par colonne.
import numpy as np

np.random.seed(28)


def donnees(n):
    eau = np.random.uniform(150, 220, n)
    ciment = np.random.uniform(220, 480, n)
    cendres = np.random.uniform(0, 120, n)
    granulats = np.random.uniform(900, 1100, n)
    rapport = (ciment + 0.3 * cendres) / eau
    r = 24 * (rapport - 0.5) + 0.004 * (granulats - 1000) + np.random.randn(n)
    return np.array([eau, ciment, cendres, granulats]), r[np.newaxis, :]


def normalise(A):
    return (A - A.mean(axis=1, keepdims=True)) / A.std(axis=1, keepdims=True)


def initialise(*n):
    W, b, vW, vb = {}, {}, {}, {}
    for k in range(1, len(n)):
        W[k] = np.random.randn(n[k], n[k - 1]) / np.sqrt(n[k - 1])
        b[k] = np.zeros((n[k], 1))
        vW[k] = np.zeros(W[k].shape)
        vb[k] = np.zeros(b[k].shape)
    return W, b, vW, vb


X, R = donnees(80)
X = normalise(X)
T = normalise(R)
m = X.shape[1]

W, b, vW, vb = initialise(4, 6, 6, 1)
eta, inertie = 0.03, 0.9

for tour in range(1000):
    # propagation
    A1 = np.tanh(W[1] @ X + b[1])
    A2 = np.tanh(W[2] @ A1 + b[2])
    Y = W[3] @ A2 + b[3]

    # rétropropagation
    E = (Y - T) / m
    D2 = (W[3].T @ E) * (1 - A2 * A2)
    D1 = (W[2].T @ D2) * (1 - A1 * A1)

    gW = {3: E @ A2.T, 2: A1 @ D2.T, 1: D1 @ X.T}
    gb = {3: E.sum(axis=1, keepdims=True), 2: D2.sum(axis=1, keepdims=True), 1: D1.sum(axis=1, keepdims=True)}

    # descente avec inertie
    for k in (1, 2, 3):
        vW[k] = inertie * vW[k] - eta * gW[k]
        vb[k] = inertie * vb[k] - eta * gb[k]
        W[k] = W[k] + vW[k]
        b[k] = b[k] + vb[k]

    if tour % 200 == 0:
        cout = 0.5 * np.sum((Y - T) ** 2) / m
        print("tour", tour, " coût", round(cout, 5), " écart-type en MPa", round(float(np.std(Y - T) * R.std()), 2))

Y = W[3] @ np.tanh(W[2] @ np.tanh(W[1] @ X + b[1]) + b[2]) + b[3]
print("R² =", 1 - np.sum((T - Y) ** 2) / np.sum(T ** 2))
