# Perceptron multicouche - apprentissage exemple par exemple
import numpy as np

np.random.seed(14)
nb_exemples = 30
x = np.random.rand(nb_exemples, 3)
d = np.zeros((nb_exemples, 2))
d[:, 0] = x[:, 0] > x[:, 1]
d[:, 1] = x[:, 2] > 0.5

nb_caches = 4
W1 = np.random.uniform(-1, 1, (nb_caches, 3))
W2 = np.random.uniform(-1, 1, (2, nb_caches))
B1 = np.zeros(nb_caches)
B2 = np.zeros(2)
eta = 0.3


def sigmoide(v):
    return 1 / (1 + np.exp(-v))


liste_erreurs = []
for epoque in range(100):
    erreur = 0
    for i in range(nb_exemples):
        # propagation avant
        h = sigmoide(np.dot(W1, x[i]) + B1)
        s = sigmoide(np.dot(W2, h) + B2)
        erreur += 0.5 * np.sum((d[i] - s) ** 2)

        # rétropropagation
        delta2 = eta * (d[i - 1] - s) * s * (1 - s)
        delta1 = eta * np.dot(W2.T, delta2) * h * (1 - h)

        # mise à jour
        W2 += np.outer(delta2, h)
        B2 += delta2
        W1 += np.outer(delta1, x[i])
        B1 += delta1
    liste_erreurs.append(erreur / nb_exemples)
    if epoque % 25 == 0:
        print("époque", epoque, ": erreur =", liste_erreurs[-1])
