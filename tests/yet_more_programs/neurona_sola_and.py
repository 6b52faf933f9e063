import numpy as np
np.random.seed(4)
ejemplos = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
salidas = np.array([0, 0, 0, 1])
w = np.random.randn(2)
b = np.random.randn()
eta = 0.5
for vuelta in range(200):
    error_total = 0
    for entrada, deseada in zip(ejemplos, salidas):
        neta = np.dot(w, entrada) + b
        obtenida = 1 / (1 + np.exp(-neta))
        error = deseada - obtenida
        error_total += 0.5 * error ** 2
        delta = error * obtenida * (1 - obtenida)
        w += eta * delta * entrada
        b += eta * delta
    if vuelta % 50 == 0:
        print(vuelta, error_total)
