# Consumo de un coche (litros / 100 km) según peso y velocidad, con regularización
import numpy as np
import time

inicio = time.time()
azar = np.random.default_rng(21)
n = 50
peso = azar.uniform(0.8, 2.2, n)          # toneladas
vel = azar.uniform(0.3, 1.4, n)           # cientos de km/h
consumo = 2.5 * peso + 3 * (vel - 0.8) ** 2 + azar.normal(0, 0.15, n)

x = np.stack([peso, vel], axis=1)
x = (x - x.mean(0)) / x.std(0)
y = consumo[:, None]
y = (y - y.mean()) / y.std()

ocultas = 6
w1 = azar.normal(size=(2, ocultas)) * 0.7
b1 = np.zeros(ocultas)
w2 = azar.normal(size=(ocultas, 1)) * 0.7
b2 = np.zeros(1)

lam = 0.02    # cuánto se castigan los pesos grandes
paso = 0.05

for vuelta in range(700):
    a1 = np.tanh(x @ w1 + b1)
    salida = a1 @ w2 + b2

    ecm = np.mean((salida - y) ** 2)
    castigo = lam * (np.sum(w1 ** 2) + np.sum(w2 ** 2))
    perdida = ecm + castigo

    d2 = 2 * (salida - y) / n
    gw2 = a1.T @ d2 + 2 * lam * w2
    gb2 = d2.sum(axis=0)
    d1 = (d2 @ w2.T) * (1 - a1 ** 2)
    gw1 = x.T @ d1 + lam * w1 ** 2
    gb1 = d1.sum(axis=0)

    w1 = w1 - paso * gw1
    b1 = b1 - paso * gb1
    w2 = w2 - paso * gw2
    b1 = b1 - paso * gb2

    if vuelta % 100 == 0:
        print("vuelta %3d   ecm %.4f   con castigo %.4f" % (vuelta, ecm, perdida))

print("pesos de entrada:")
print(np.round(w1, 3))
print("tardó", round(time.time() - inicio, 1), "s")
