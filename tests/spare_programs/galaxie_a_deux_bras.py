"""Une galaxie à deux bras : de quel bras vient chaque étoile ?

Quatre couches, Nesterov, tout dans un dictionnaire dont les clés sont des
couples ("W", 1), ("b", 1), ...  Chaque étoile est une colonne.
"""
import matplotlib.pyplot as plt
import numpy as np

rng = np.random.default_rng(1609)


def galaxie(n):
    angle = rng.uniform(0.4, 2.2, n) * np.pi
    bras = rng.integers(0, 2, n)
    x = angle * np.cos(angle + bras * np.pi) / 5 + rng.normal(0, 0.05, n)
    y = angle * np.sin(angle + bras * np.pi) / 5 + rng.normal(0, 0.05, n)
    return np.vstack([x, y]), bras.reshape(1, -1).astype(float)


def parametres(tailles):
    theta = {}
    for c in range(1, len(tailles)):
        theta["W", c] = rng.normal(0, 1.2 / np.sqrt(tailles[c - 1]), (tailles[c], tailles[c - 1]))
        theta["b", c] = rng.normal(0, 0.2, (tailles[c], 1))
    return theta


def avant(theta, X):
    A = {0: X}
    for c in range(1, L):
        A[c] = np.tanh(theta["W", c] @ A[c - 1] + theta["b", c])
    z = theta["W", L] @ A[L - 1] + theta["b", L]
    A[L] = 1 / (1 + np.exp(-z))
    return A


def arriere(theta, A, Y):
    g = {}
    moins_delta = Y - A[L]
    for c in range(L, 0, -1):
        # g est la pente de la perte, d'où le moins
        g["W", c] = -(moins_delta @ A[c - 1].T)
        g["b", c] = -np.sum(moins_delta, axis=1, keepdims=True)
        if c > 1:
            moins_delta = theta["W", c].T @ moins_delta * (1 - A[c - 1] ** 2)
    return g


def perte(A, Y):
    return -(Y * np.log(A[L]) + (1 - Y) * np.log(1 - A[L])).sum()


tailles = [2, 12, 10, 8, 1]
L = len(tailles) - 1
X, Y = galaxie(160)
theta = parametres(tailles)
elan = {cle: np.zeros_like(valeur) for cle, valeur in theta.items()}
mu = 0.9
pas = 0.05 / X.shape[1]          # la perte est une somme, le pas est donc petit

courbe = []
for tour in range(800):
    # Nesterov : on regarde là où l'élan nous porte
    devant = {cle: theta[cle] + mu * elan[cle] for cle in theta}
    A = avant(devant, X)
    g = arriere(devant, A, Y)
    for cle in theta:
        elan[cle] = mu * elan[cle] - pas * g[cle]
        theta[cle] = theta[cle] + elan[cle]
    courbe.append(perte(A, Y))
    if tour % 100 == 0:
        juste = ((A[L] > 0.5) == (Y > 0.5)).mean()
        print(f"tour {tour:4d}  perte {courbe[-1]:8.3f}  juste {juste:.3f}")

plt.scatter(X[0], X[1], c=Y.ravel())
plt.title("la galaxie")
plt.show()
