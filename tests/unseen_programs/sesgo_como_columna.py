"""
Practica 4: perceptron multicapa.
Los umbrales van dentro de las matrices: la columna 0 multiplica a una entrada fija igual a 1.
"""
import numpy as np

EPOCAS = 300
eta = 0.4

np.random.seed(9)
patrones = np.random.rand(25, 3)
deseadas = np.column_stack([patrones.sum(axis=1) > 1.5, patrones[:, 0] > patrones[:, 2]]).astype(float)

V = np.random.uniform(-0.5, 0.5, (5, 4))   # oculta
W = np.random.uniform(-0.5, 0.5, (2, 6))   # salida

g = lambda u: 1.0 / (1.0 + np.exp(-u))


def feed(p):
    x = np.hstack(([1.0], p))
    h = np.hstack(([1.0], g(V @ x)))
    o = g(W @ h)
    return x, h, o


for ep in range(EPOCAS):
    ecm = 0
    for k in range(len(patrones)):
        x, h, o = feed(patrones[k])
        e = deseadas[k] - o
        ecm += e @ e
        delta_o = e * o * (1 - o)
        # se quita el umbral, que no viene de ninguna neurona
        delta_h = (W.T @ delta_o)[1:] * h[1:] * (1 - h[1:])
        W += eta * np.outer(delta_o, h)
        V += eta * np.outer(delta_h, x)
    if ep % 100 == 0:
        print('Epoca', ep, 'ECM', ecm / len(patrones))

aciertos = 0
for p, d in zip(patrones, deseadas):
    aciertos += np.array_equal(feed(p)[2] > 0.5, d > 0.5)
print('Aciertos:', aciertos, 'de', len(patrones))
