from math import exp
from random import seed, uniform

seed(22)

# entrada (con un 1 para el umbral) y salida deseada
datos = [
    ([0.1, 0.2, 1], [0.9, 0.1]),
    ([0.8, 0.3, 1], [0.2, 0.7]),
    ([0.4, 0.9, 1], [0.6, 0.6]),
]
E, O, S = 3, 3, 2
w = [[uniform(-1, 1) for i in range(E)] for j in range(O)]
v = [[uniform(-1, 1) for j in range(O + 1)] for k in range(S)]
eta = 0.5


def sig(x):
    return 1 / (1 + exp(-x))


for epoca in range(300):
    error_total = 0
    for n in range(len(datos)):
        x, d = datos[n]
        h = [0] * (O + 1)
        h[O] = 1
        for j in range(O):
            suma = 0
            for i in range(E):
                suma += w[j][i] * x[i]
            h[j] = sig(suma)
        y = []
        for k in range(S):
            suma = 0
            for j in range(O + 1):
                suma += v[k][j] * h[j]
            y.append(sig(suma))
            error_total += 0.5 * (y[k] - d[k]) ** 2

        delta_s = []
        for k in range(S):
            delta_s.append((y[k] - d[k]) * y[k] * (1 - y[k]))
        delta_o = []
        for j in range(O):
            suma = 0
            for k in range(S - 1):
                suma += delta_s[k] * v[k][j]
            delta_o.append(suma * h[j] * (1 - h[j]))

        for k in range(S):
            for j in range(O + 1):
                v[k][j] -= eta * delta_s[k] * h[j]
        for j in range(O):
            for i in range(E):
                w[j][i] -= eta * delta_o[j] * x[i]
    if epoca % 100 == 0:
        print("época", epoca, "error", error_total)
