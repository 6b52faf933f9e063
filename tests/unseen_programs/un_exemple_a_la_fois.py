# Perceptron multicouche, apprentissage exemple par exemple (TD n° 5)
import numpy as np

np.random.seed(50)

X = np.random.randn(60, 3)
cibles = np.array([[1, 0] if a * b > c else [0, 1] for a, b, c in X])

w1 = np.random.randn(5, 3) * 0.7
w2 = np.random.randn(5, 5) * 0.7
w3 = np.random.randn(2, 5) * 0.7
b1, b2, b3 = np.random.randn(5), np.random.randn(5), np.random.randn(2)
eta = 0.3


def f(v):
    return 1 / (1 + np.exp(-v))


def avant(x):
    h1 = f(np.dot(w1, x) + b1)
    h2 = f(np.dot(w2, h1) + b2)
    s = f(np.dot(w3, h2) + b3)
    return h1, h2, s


for epoque in range(80):
    erreur_totale = 0
    for x, cible in zip(X, cibles):
        h1, h2, s = avant(x)
        erreur = s - cible
        erreur_totale += 0.5 * np.dot(erreur, erreur)

        d3 = erreur * s * (1 - s)
        d2 = np.dot(w3.T, d3) * h2 * (1 - h2)
        d1 = np.dot(w2.T, d2) * h1 * (1 - h1)

        w3 -= eta * np.outer(d3, h2)
        w2 -= eta * np.dot(d2, h1)
        w1 -= eta * np.outer(d1, x)
        b3 -= eta * d3
        b2 -= eta * d2
        b1 -= eta * d1
    if epoque % 20 == 0:
        print("époque", epoque, "erreur", erreur_totale)

bons = sum(np.argmax(avant(x)[2]) == np.argmax(c) for x, c in zip(X, cibles))
print(bons, "bonnes réponses sur", len(X))
