# Clasifica puntos en tres zonas. Todo con bucles para entender que hace cada neurona.
import math
import random
import numpy as np

random.seed(23)
ENTRADAS, OCULTAS, SALIDAS = 2, 4, 3
tasa = 0.4

pesos_ocultos = [[random.uniform(-1, 1) for i in range(ENTRADAS)] for j in range(OCULTAS)]
sesgos_ocultos = [random.uniform(-1, 1) for j in range(OCULTAS)]
pesos_salida = [[random.uniform(-1, 1) for j in range(OCULTAS)] for k in range(SALIDAS)]
sesgos_salida = [random.uniform(-1, 1) for k in range(SALIDAS)]

puntos = np.random.RandomState(1).uniform(-1, 1, (40, 2)).tolist()
deseos = []
for px, py in puntos:
    zona = 0 if px < -0.3 else (1 if py > 0 else 2)
    deseos.append([1.0 if zona == k else 0.0 for k in range(SALIDAS)])


def sigmoide(n):
    return 1 / (1 + math.exp(-n))


def calcular(punto):
    oculta = []
    for j in range(OCULTAS):
        n = sesgos_ocultos[j]
        for i in range(ENTRADAS):
            n += pesos_ocultos[j][i] * punto[i]
        oculta.append(sigmoide(n))
    salida = []
    for k in range(SALIDAS):
        n = sesgos_salida[k]
        for j in range(OCULTAS):
            n += pesos_salida[k][j] * oculta[j]
        salida.append(sigmoide(n))
    return oculta, salida


for vuelta in range(400):
    suma = 0
    for p in range(len(puntos)):
        oculta, salida = calcular(puntos[p])
        delta_salida = [0.0] * SALIDAS
        for k in range(SALIDAS):
            e = deseos[p][k] - salida[k]
            suma += e * e
            delta_salida[k] = e * salida[k] * (1 - salida[k])
        delta_oculta = [0.0] * OCULTAS
        for j in range(OCULTAS):
            retro = 0.0
            for k in range(SALIDAS):
                retro = delta_salida[k] * pesos_salida[k][j]
            delta_oculta[j] = retro * oculta[j] * (1 - oculta[j])
        for k in range(SALIDAS):
            for j in range(OCULTAS):
                pesos_salida[k][j] += tasa * delta_salida[k] * oculta[j]
            sesgos_salida[k] += tasa * delta_salida[k]
        for j in range(OCULTAS):
            for i in range(ENTRADAS):
                pesos_ocultos[j][i] += tasa * delta_oculta[j] * puntos[p][i]
            sesgos_ocultos[j] += tasa * delta_oculta[j]
    if vuelta % 100 == 0:
        print("vuelta", vuelta, "error", suma / len(puntos))
