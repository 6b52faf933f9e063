# -*- coding: utf-8 -*-
# Reto del canal: aprender la señal de un faro con neuronas que usan el seno
import numpy as np
import time

inicio = time.time()
rng = np.random.RandomState(2)

tiempo = np.linspace(-2, 2, 50)
luz = np.sin(2.2 * tiempo) * 0.6 + 0.25 * np.cos(5 * tiempo)
color = 0.5 * np.cos(2.2 * tiempo)
entradas = tiempo.reshape(50, 1)
salidas = np.array([luz, color]).T

n = 9
w_ent = rng.normal(0, 2.0, (n, 1))
s_ent = rng.uniform(-1, 1, (n, 1))
w_sal = rng.normal(0, 0.3, (2, n))
s_sal = np.zeros((2, 1))

tasa = 0.02
caida = 0.995

for vuelta in range(150):
    orden = rng.permutation(50)
    suma = 0
    for k in orden:
        x = entradas[k].reshape(-1, 1)
        t = salidas[k].reshape(-1, 1)

        z = w_ent @ x + s_ent
        a = np.sin(z)
        y = w_sal @ a + s_sal

        e = t - y
        suma += float(np.sum(e ** 2))

        # primero guardo lo que baja, luego cambio los pesos
        baja = w_sal.T @ e * np.cos(z)
        w_sal += tasa * e @ a.T
        s_sal += tasa * e
        w_ent += tasa * baja @ x.T
        s_ent += tasa * baja
    tasa = tasa * caida
    if vuelta % 25 == 0:
        print("vuelta %3d   error medio %.5f   tasa %.4f" % (vuelta, suma / 100, tasa))

print("segundos:", round(time.time() - inicio, 1))
# pesos_viejos = w_ent.copy()
# print(pesos_viejos)
