"""
Predecir la nota del examen a partir de:
   horas de estudio, horas de sueño, faltas
"""
import numpy as np

np.random.seed(16)

alumnos = 40
horas = np.random.uniform(0, 10, alumnos)
sueno = np.random.uniform(4, 9, alumnos)
faltas = np.random.poisson(3, alumnos)
nota = np.clip(2 + 0.7 * horas + 0.3 * (sueno - 6) - 0.25 * faltas + np.random.randn(alumnos) * 0.4, 0, 10)

datos = np.vstack([horas / 10, (sueno - 6) / 3, faltas / 8.0])
notas = nota.reshape(1, alumnos) / 10
print("datos:", datos.shape, " notas:", notas.shape)


def f(z):
    return np.tanh(z)


def f_prima(z):
    return 1 - np.tanh(z) ** 2


# pesos y sesgos al azar
W1 = np.random.uniform(-1, 1, (5, 3))
b1 = np.random.uniform(-1, 1, (5, 1))
W2 = np.random.uniform(-1, 1, (5, 5))
b2 = np.random.uniform(-1, 1, (5, 1))
W3 = np.random.uniform(-1, 1, (1, 5))
b3 = np.random.uniform(-1, 1, (1, 1))

epocas = 1000
alfa = 0.1
registro = []

for epoca in range(epocas):
    # propagación hacia delante
    z1 = W1 @ datos + b1
    a1 = f(z1)
    z2 = W2 @ a1 + b2
    a2 = f(z2)
    salida = W3 @ a2 + b3

    costo = np.mean((salida - notas) ** 2)
    registro.append(costo)

    # propagación hacia atrás
    delta3 = 2 * (salida - notas) / alumnos
    delta2 = (W3.T @ delta3) * f_prima(a2)
    delta1 = (W2.T @ delta2) * f_prima(z1)

    # actualización
    W3 = W3 - alfa * delta3 @ a2.T
    b3 = b3 - alfa * delta3.sum(axis=1, keepdims=True)
    W2 = W2 - alfa * delta2 @ a1.T
    b2 = b2 - alfa * delta2.sum(axis=1, keepdims=True)
    W1 = W1 - alfa * delta1 @ datos.T
    b1 = b2 - alfa * delta1.sum(axis=1, keepdims=True)

    if epoca % 200 == 0:
        print("época:", epoca, " costo:", costo)

nuevo = np.array([[0.8], [0.5], [0.1]])
print("nota esperada:", (10 * (W3 @ f(W2 @ f(W1 @ nuevo + b1) + b2) + b3)).item())
