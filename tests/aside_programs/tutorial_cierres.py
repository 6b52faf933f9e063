# Redes neuronales con cierres (closures): ni clases ni diccionarios globales.
# Cada capa es una función que recuerda sus propios pesos.
import numpy as np

azar = np.random.default_rng(1)


def densa(entradas, salidas):
    W = azar.normal(0, 1 / np.sqrt(entradas), (entradas, salidas))
    b = np.zeros(salidas)
    x = None

    def ida(dato):
        nonlocal x
        x = dato
        return x @ W + b

    def vuelta(g, paso):
        nonlocal W, b
        g_x = g @ W.T
        W = W - paso * (x.T @ g)
        b = b - paso * g.sum(axis=0)
        return g_x

    def leer():
        return W, b

    return ida, vuelta, leer


def softplus():
    z = None

    def ida(dato):
        nonlocal z
        z = dato
        return np.log(1 + np.exp(z))

    def vuelta(g, paso):
        # la derivada de softplus es la sigmoide, evaluada en z
        return g / (1 + np.exp(-z))

    return ida, vuelta


def red(*capas):
    def ida(x):
        for capa in capas:
            x = capa[0](x)
        return x

    def vuelta(g, paso):
        for capa in capas[::-1]:
            g = capa[1](g, paso)
        return g

    return ida, vuelta


# Caída de un paracaidista: velocidad según el tiempo y el área del paracaídas
t = azar.uniform(0, 4, 70)
area = azar.uniform(0.5, 2, 70)
v = np.sqrt(9.8 / area) * np.tanh(t * np.sqrt(9.8 * area) / 4)
X = np.column_stack([t - 2, area - 1.25])
Y = v[:, None]

capa1, capa2 = densa(2, 9), densa(9, 1)
adelante, atras = red(capa1, softplus(), capa2)
inicio = [p.copy() for p in capa1[2]() + capa2[2]()]

rondas = 1500
for ronda in range(rondas):
    salida = adelante(X)
    perdida = np.sum((salida - Y) ** 2)
    # el 2 de la derivada se lo come el paso
    atras(salida - Y, 0.001)
    if ronda % 250 == 0:
        print(f"ronda {ronda}: pérdida {perdida:.4f}")

W1, b1, W2, b2 = capa1[2]() + capa2[2]()
print("pesos movidos:", [float(np.abs(p - q).max().round(3)) for p, q in zip((W1, b1, W2, b2), inicio)])
print("velocidad límite con 1 m2:", adelante(np.array([[2.0, -0.25]]))[0, 0].round(2), "de", round(9.8**0.5, 2))
