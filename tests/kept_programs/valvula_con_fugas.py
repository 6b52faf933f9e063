# Diagnostico de una valvula: presion de entrada, presion de salida y ruido -> fuga, atasco
# (hecho siguiendo el apunte de la maestria; ahi dE/dy se escribe con el menos delante)
import numpy as np

azar = np.random.RandomState(9)

muestras = []
for _ in range(60):
    fuga = azar.randint(2)
    atasco = azar.randint(2)
    p_ent = 5 + azar.normal(0, 0.3) + 0.8 * atasco
    p_sal = 4.5 + azar.normal(0, 0.3) - 1.2 * fuga - 0.9 * atasco
    ruido = 0.2 + 0.6 * fuga + abs(azar.normal(0, 0.15))
    muestras.append((np.array([p_ent - 5, p_sal - 4, ruido]), np.array([fuga, atasco])))


def f(x):
    return 1 / (1 + np.exp(-x))


V = azar.uniform(-0.7, 0.7, (5, 3))     # oculta x entrada
v = azar.uniform(-0.7, 0.7, 5)
W = azar.uniform(-0.7, 0.7, (2, 5))     # salida x oculta
w = azar.uniform(-0.7, 0.7, 2)

alfa = 0.4
errores = []

for epoca in range(150):
    suma = 0
    for x, t in muestras:
        h = f(np.dot(V, x) + v)
        y = f(np.dot(W, h) + w)

        e = t - y
        suma += np.dot(e, e) / 2

        # dE/dy = -e
        dy = -e * y * (1 - y)
        dh = np.zeros(5)
        for j in range(5):
            dh[j] = np.dot(W[:, j], dy) * h[j] * (1 - h[j])

        # incremento = menos alfa por la derivada
        incW = -alfa * np.outer(dy, h)
        incw = -alfa * dy
        incV = -alfa * np.outer(dh, x)
        incv = -alfa * dh

        W = W + incW
        w = w + incw
        V = V + incV
        v = v + incv
    errores.append(suma)
    if epoca % 30 == 0:
        print("epoca", epoca, "error", suma)

bien = 0
for x, t in muestras:
    y = f(W @ f(V @ x + v) + w)
    bien += np.array_equal(np.round(y), t)
print(f"{bien} de {len(muestras)} diagnosticos correctos")
