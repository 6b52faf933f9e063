# Cuatro sensores de luz controlan 3 lamparas. La red aprende las reglas de un ejemplo a la vez.
import numpy as np

np.random.seed(23)

def s(x):
    return 1 / (1 + np.exp(-x))

def reglas(luz):
    # lampara 1: si el promedio es bajo; lampara 2: si hay contraste; lampara 3: si el ultimo sensor esta oscuro
    return np.array([luz.mean() < 0.45, luz.max() - luz.min() > 0.6, luz[3] < 0.4], dtype=float)

sensores = np.random.rand(50, 4)
lamparas = np.array([reglas(l) for l in sensores])

entradas, ocultas, salidas = 4, 4, 3
W = np.random.randn(ocultas, entradas)
b = np.random.randn(ocultas)
V = np.random.randn(salidas, ocultas)
c = np.random.randn(salidas)

eta = 0.3
N_EPOCAS = 60

for epoca in range(N_EPOCAS):
    ecm = 0
    orden = np.random.permutation(len(sensores))
    for k in orden:
        x = sensores[k]
        t = lamparas[k]

        # adelante
        h = s(W @ x + b)
        y = s(V @ h + c)
        e = t - y
        ecm += (e @ e) / len(sensores)

        # atras
        d_sal = eta * e * y * (1 - y)
        d_ocu = eta * (V.T @ d_sal) * h * (1 - h)

        # correcciones
        V += np.outer(d_sal, h)
        c += d_sal
        W += np.dot(d_ocu, x)
        b += d_ocu

    if epoca % 10 == 0:
        print("Epoca", epoca, "ECM =", round(ecm, 4))

# probar
noche = np.array([0.05, 0.1, 0.08, 0.02])
print("de noche:", s(V @ s(W @ noche + b) + c).round(2), "se espera", reglas(noche))
aciertos = np.mean([(s(V @ s(W @ l + b) + c) > 0.5) == r for l, r in zip(sensores, lamparas)])
print("aciertos:", aciertos)
