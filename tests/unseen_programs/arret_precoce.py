"""Prédire la consommation d'un bâtiment : réseau à une couche cachée, arrêt précoce."""
import numpy as np

alea = np.random.default_rng(1999)


def donnees(n):
    X = alea.uniform(-1, 1, (n, 3))
    y = np.sin(2 * X[:, :1]) + 0.5 * X[:, 1:2] ** 2 - X[:, 2:] + 0.1 * alea.normal(size=(n, 1))
    return X, y


def logistique(u):
    return 1.0 / (1.0 + np.exp(-u))


def avant(X, theta):
    W1, b1, W2, b2 = theta
    A1 = logistique(X @ W1 + b1)
    return A1, A1 @ W2 + b2


def cout(prediction, y):
    return float(np.sum((prediction - y) ** 2) / (2 * len(y)))


def arriere(X, y, A1, prediction, theta):
    m = len(y)
    W2 = theta[2]
    dA2 = (prediction - y) / m
    dW2 = A1.T @ dA2
    db2 = dA2.sum(axis=0)
    dZ1 = (dA2 @ W2.T) * A1 * (1 - A1)
    return [X.T @ dZ1, dZ1.sum(axis=0), dW2, db2]


Xa, ya = donnees(120)
Xv, yv = donnees(40)

theta = [alea.normal(size=(3, 9)), np.zeros(9), alea.normal(size=(9, 1)) / 3, np.zeros(1)]
meilleur, meilleurs_poids, patience, attente = np.inf, None, 25, 0
taux_initial = 0.8

for epoque in range(1, 501):
    taux = taux_initial / (1 + 0.002 * epoque)
    A1, prediction = avant(Xa, theta)
    gradients = arriere(Xa, ya, A1, prediction, theta)
    theta = [p - taux * g for p, g in zip(theta, gradients)]

    cout_v = cout(avant(Xv, theta)[1], yv)
    if cout_v < meilleur - 1e-6:
        meilleur, attente = cout_v, 0
        meilleurs_poids = [p.copy() for p in theta]
    else:
        attente += 1
        if attente >= patience:
            print("arrêt à l'époque", epoque)
            break
    if epoque % 100 == 0:
        print(f"{epoque:4d}  apprentissage {cout(prediction, ya):.4f}  validation {cout_v:.4f}")

print("meilleur coût de validation :", meilleur)
