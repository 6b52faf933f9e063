import numpy as np

np.random.seed(29)


def sig(x):
    return 1 / (1 + np.exp(-x))


def avec_biais(a):
    """Ajoute une colonne de 1 à gauche."""
    return np.hstack((np.ones((a.shape[0], 1)), a))


x = np.array([[0, 0], [0, 1], [1, 0], [1, 1], [0.5, 0.5]])
cible = np.array([[0], [1], [1], [0], [0]])

W1 = np.random.uniform(-1, 1, (4, 3))
W2 = np.random.uniform(-1, 1, (1, 5))
E = avec_biais(x)

for essai in range(1000):
    cache = sig(E @ W1.T)
    C = avec_biais(cache)
    y = sig(C @ W2.T)
    erreur = 0.5 * np.sum((y - cible) ** 2)
    if essai % 250 == 0:
        print("essai", essai, "erreur", erreur)

    delta2 = (y - cible) * y * (1 - y)
    delta1 = (delta2 @ W2)[:, :-1] * cache * (1 - cache)
    W2 = W2 - 0.5 * delta2.T @ C
    W1 = W1 - 0.5 * delta1.T @ E
