import numpy as np
rng = np.random.default_rng(13)
entradas = rng.normal(size=(18, 4))
objetivos = rng.normal(size=(18, 3))
A = rng.normal(size=(4, 4)) * 0.5
a = np.zeros(4)
B = rng.normal(size=(4, 3)) * 0.5
b = np.zeros(3)
for ciclo in range(80):
    oculta = np.tanh(entradas @ A + a)
    salida = oculta @ B + b
    perdida = 0.5 * np.sum((salida - objetivos) ** 2)
    error = salida - objetivos
    dB = oculta.T @ error
    db = error.mean(axis=0)
    regreso = error @ B.T * (1 - oculta ** 2)
    dA = regreso.T @ entradas
    da = regreso.sum(axis=0)
    B -= 0.01 * dB
    b -= 0.01 * db
    A -= 0.01 * dA
    a += 0.01 * da
    if ciclo % 20 == 0:
        print(ciclo, perdida)
