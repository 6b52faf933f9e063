# Cuatro bits: ¿hay mayoría de unos? ¿son iguales el primero y el último?
import numpy as np
import random

random.seed(7)
np.random.seed(7)

X = np.array([[int(c) for c in format(i, "04b")] for i in range(16)], dtype=float)
T = np.zeros((16, 2))
for i in range(16):
    if X[i].sum() > 2:
        T[i, 0] = 1
    if X[i, 0] == X[i, 3]:
        T[i, 1] = 1


def sigmoide(z):
    return 1 / (1 + np.exp(-z))


n_oculta = 7
w1 = np.random.randn(n_oculta, 4)
b1 = np.random.randn(n_oculta) * 0.1
w2 = np.random.randn(2, n_oculta)
b2 = np.random.randn(2) * 0.1

alfa = 0.3
EPOCAS = 300
orden = list(range(16))
epoca = 0
errores = []

while epoca < EPOCAS:
    random.shuffle(orden)
    E = 0
    for k, i in enumerate(orden):
        x = X[i]
        t = T[k]

        # hacia adelante
        z1 = w1 @ x + b1
        a1 = sigmoide(z1)
        z2 = w2 @ a1 + b2
        a2 = sigmoide(z2)
        E += 0.5 * np.sum((a2 - t) ** 2)

        # hacia atrás
        d2 = a2 - t
        d1 = (w2.T @ d2) * a1 * (1 - a1)

        # actualizar
        w2 -= alfa * np.outer(d2, a1)
        b2 -= alfa * d2
        w1 -= alfa * np.outer(d1, x)
        b1 += alfa * d1
    errores.append(E / 16)
    epoca += 1
    if epoca % 50 == 0:
        print("época", epoca, "error", round(errores[-1], 4))

bien = 0
for i in range(16):
    y = sigmoide(w2 @ sigmoide(w1 @ X[i] + b1) + b2)
    bien += int(np.all((y > 0.5) == (T[i] > 0.5)))
print("bien:", bien, "de 16")
