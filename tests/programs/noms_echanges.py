import numpy as np

entree = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], dtype=float)
cible = np.array([[0, 1, 1, 0]], dtype=float).T

np.random.seed(0)
P1 = 2 * np.random.random((3, 3)) - 1
P2 = 2 * np.random.random((3, 1)) - 1


def f(x):
    return 1 / (1 + np.exp(-x))


def f_prime(y):
    return y * (1 - y)


nb_tours = 2000
tour = 0
while tour < nb_tours:
    cachee = f(entree @ P1)
    sortie = f(cachee @ P2)

    # gradients (la numérotation part de la sortie)
    err1 = 2 * (sortie - cible) * f_prime(sortie)
    dP1 = cachee.T @ err1
    err2 = err1 @ P2.T * f_prime(cachee)
    dP2 = entree.T @ err2

    P1 = P1 - 0.5 * dP2
    P2 = P2 - 0.5 * dP1

    if tour % 500 == 0:
        print("tour", tour, "erreur quadratique", ((sortie - cible) ** 2).sum())
    tour += 1
