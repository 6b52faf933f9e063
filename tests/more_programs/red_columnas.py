import numpy as np
np.random.seed(21)
entradas = np.random.rand(3, 25)
metas = np.vstack([entradas.sum(axis=0) / 3, entradas[0] * entradas[1]])
pesos_1 = np.random.randn(4, 3) * 0.8
sesgo_1 = np.zeros((4, 1))
pesos_2 = np.random.randn(2, 4) * 0.8
sesgo_2 = np.zeros((2, 1))
tasa = 0.3
m = entradas.shape[1]
for epoca in range(300):
    suma_1 = pesos_1 @ entradas + sesgo_1
    oculta = np.tanh(suma_1)
    prediccion = pesos_2 @ oculta + sesgo_2
    costo = np.sum((prediccion - metas) ** 2) / (2 * m)
    d_salida = (prediccion - metas) / m
    d_oculta = (pesos_2.T @ d_salida) * (1 - oculta ** 2)
    pesos_2 = pesos_2 - tasa * d_salida @ oculta.T
    sesgo_2 = sesgo_2 - tasa * np.sum(d_salida, axis=1, keepdims=True)
    pesos_1 = pesos_1 - tasa * d_oculta @ entradas.T
    sesgo_1 = sesgo_1 - tasa * np.sum(d_oculta, axis=1, keepdims=True)
    if epoca % 100 == 0:
        print("costo:", costo)
