import numpy as np
rng = np.random.default_rng(85)
X = rng.normal(size=(2, 18))
T = rng.normal(size=(1, 18))
pesos = [rng.normal(size=(6, 2)), rng.normal(size=(1, 6))]
sesgos = [rng.normal(size=(6, 1)), rng.normal(size=(1, 1))]
mu = 0.02
for vuelta in range(120):
    suma1 = pesos[0] @ X + sesgos[0]
    activa1 = 1 / (1 + np.exp(-suma1))
    salida = pesos[1] @ suma1 + sesgos[1]
    mse = 0.5 * np.sum((salida - T) ** 2)
    delta_s = salida - T
    delta_o = pesos[1].T @ delta_s * activa1 * (1 - activa1)
    pesos[1] = pesos[1] - mu * delta_s @ activa1.T
    sesgos[1] = sesgos[1] - mu * delta_s.sum(axis=1, keepdims=True)
    pesos[0] = pesos[0] - mu * delta_o @ X.T
    sesgos[0] = sesgos[0] - mu * delta_o.sum(axis=1, keepdims=True)
    if vuelta % 30 == 0:
        print(vuelta, mse)
