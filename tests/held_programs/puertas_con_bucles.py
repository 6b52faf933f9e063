# Red neuronal 2-3-2 sin numpy, solo listas y bucles
# salida 1: XOR   salida 2: AND
import math
import random

random.seed(7)

def sigmoide(x):
    return 1.0 / (1.0 + math.exp(-x))

datos = [
    ([1, 0], [1, 0]),
    ([0, 0], [0, 0]),
    ([0, 1], [1, 0]),
    ([1, 1], [0, 1]),
]

N_ENT = 2
N_OC = 3
N_SAL = 2
tasa = 0.6

w1 = [[random.uniform(-1, 1) for i in range(N_ENT)] for j in range(N_OC)]
b1 = [random.uniform(-1, 1) for j in range(N_OC)]
w2 = [[random.uniform(-1, 1) for j in range(N_OC)] for k in range(N_SAL)]
b2 = [random.uniform(-1, 1) for k in range(N_SAL)]

def adelante(x):
    h = []
    for j in range(N_OC):
        s = b1[j]
        for i in range(N_ENT):
            s += w1[j][i] * x[i]
        h.append(sigmoide(s))
    o = []
    for k in range(N_SAL):
        s = b2[k]
        for j in range(N_OC):
            s += w2[k][j] * h[j]
        o.append(sigmoide(s))
    return h, o

for epoca in range(1500):
    error = 0.0
    for x, t in datos:
        h, o = adelante(x)

        # delta de la salida
        d_sal = []
        for k in range(N_SAL):
            e = o[k] - t[k]
            error += 0.5 * e * e
            d_sal.append(e * o[k] * (1 - o[k]))

        # delta de la capa oculta
        d_oc = []
        for j in range(N_OC):
            suma = 0.0
            for k in range(N_SAL):
                suma = d_sal[k] * w2[k][j]
            d_oc.append(tasa * suma * h[j] * (1 - h[j]))

        # actualizar los pesos
        for k in range(N_SAL):
            for j in range(N_OC):
                w2[k][j] -= tasa * d_sal[k] * h[j]
            b2[k] -= tasa * d_sal[k]
        for j in range(N_OC):
            for i in range(N_ENT):
                w1[j][i] -= tasa * d_oc[j] * x[i]
            b1[j] -= tasa * d_oc[j]

    if epoca % 300 == 0:
        print("epoca", epoca, "error", error)

print("--- resultado ---")
for x, t in datos[:]:
    h, o = adelante(x)
    print(x, t, [round(v, 3) for v in o])
