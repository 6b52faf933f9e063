# Puertas lógicas sin ninguna biblioteca: sumo el gradiente de las cuatro muestras y luego doy un paso.
import math
import random

random.seed(31)

ENTRADAS = [[0, 0], [0, 1], [1, 0], [1, 1]]
PUERTAS = {
    "and": [0, 0, 0, 1],
    "or": [0, 1, 1, 1],
    "xor": [0, 1, 1, 0],
}


def sigmoide(v):
    return 1.0 / (1.0 + math.exp(-v))


puerta = "xor"
objetivos = PUERTAS[puerta]
OCULTAS = 4

W = [[random.uniform(-1, 1) for _ in range(2)] for _ in range(OCULTAS)]
b = [random.uniform(-1, 1) for _ in range(OCULTAS)]
V = [random.uniform(-1, 1) for _ in range(OCULTAS)]
c = 0.1
eta = 0.5

# sitio para los gradientes
gW = [[0.0, 0.0] for _ in range(OCULTAS)]
gb = [0.0] * OCULTAS
gV = [0.0] * OCULTAS
gc = 0.0

for epoca in range(600):
    error_total = 0.0

    for entrada, objetivo in zip(ENTRADAS, objetivos):
        # la red
        h = []
        for j in range(OCULTAS):
            s = b[j]
            for i in range(2):
                s += W[j][i] * entrada[i]
            h.append(sigmoide(s))
        s = c
        for j in range(OCULTAS):
            s += V[j] * h[j]
        salida = sigmoide(s)
        error_total += 0.5 * (salida - objetivo) ** 2

        # hacia atrás
        d_salida = (salida - objetivo) * salida * (1 - salida)
        gc += d_salida
        for j in range(OCULTAS):
            gV[j] += d_salida * h[j]
            d_oculta = d_salida * V[j] * h[j] * (1 - h[j])
            gb[j] += d_oculta
            for i in range(2):
                gW[j][i] += d_oculta * entrada[i]

    # un paso por época
    c -= eta * gc
    for j in range(OCULTAS):
        V[j] -= eta * gV[j]
        b[j] += eta * gb[j]
        for i in range(2):
            W[j][i] -= eta * gW[j][i]

    if epoca % 100 == 0:
        print("época", epoca, "error", round(error_total, 5))

print("puerta", puerta)
for entrada, objetivo in zip(ENTRADAS, objetivos):
    h = [sigmoide(b[j] + sum(W[j][i] * entrada[i] for i in range(2))) for j in range(OCULTAS)]
    print(entrada, objetivo, round(sigmoide(c + sum(V[j] * h[j] for j in range(OCULTAS))), 3))
