# ¿Línea horizontal o vertical?  Dibujos de 4x4 hechos a lápiz y escaneados (bueno, casi)
import numpy as np

gen = np.random.default_rng(16)


def dibujar(tipo):
    hoja = np.zeros((4, 4))
    pos = gen.integers(4)
    if tipo == 0:
        hoja[pos, :] = 1
    else:
        hoja[:, pos] = 1
    return (hoja + gen.normal(0, 0.15, (4, 4))).ravel()


def elu(z):
    negativos = z < 0
    z[negativos] = np.exp(z[negativos]) - 1
    return z


def derivada_elu(z):
    return np.where(z > 0, 1.0, np.exp(np.minimum(z, 0)))


def sigmoide(z):
    return 1 / (1 + np.exp(-z))


tipos = np.arange(40) % 2
X = np.array([dibujar(t) for t in tipos])
T = np.zeros((40, 2))
T[np.arange(40), tipos] = 1

W1 = gen.normal(0, 0.5, (16, 8))
b1 = np.zeros(8)
W2 = gen.normal(0, 0.5, (8, 2))
b2 = np.zeros(2)

lr = 0.1
for paso in range(500):
    # propagación
    z1 = X @ W1 + b1
    a1 = elu(z1)
    z2 = a1 @ W2 + b2
    a2 = sigmoide(z2)

    # coste
    E = 0.5 * np.sum((T - a2) ** 2)

    # retropropagación (el error es T - a2, por eso abajo se suma)
    d2 = (T - a2) * a2 * (1 - a2)
    d1 = (d2 @ W2.T) * derivada_elu(z1)

    W2 += lr * (a1.T @ d2)
    b2 += lr * d2.sum(axis=0)
    W1 += lr * (X.T @ d1)
    b1 += lr * d1.sum(axis=0)

    if paso % 100 == 0:
        print("paso", paso, "E =", round(E, 4))

prueba = np.array([dibujar(t) for t in tipos])
salida = sigmoide(elu(prueba @ W1 + b1) @ W2 + b2)
print("aciertos con dibujos nuevos:", np.mean(salida.argmax(axis=1) == tipos))
