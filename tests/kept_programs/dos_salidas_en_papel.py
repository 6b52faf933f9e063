# Repito en Python las cuentas que el profe hizo en el vídeo con papel y lápiz:
# 2 entradas, 2 ocultas, 2 salidas, un único ejemplo. Todo con números sueltos.
from math import exp

i1, i2 = 0.35, 0.80
meta1, meta2 = 0.20, 0.90

# capa oculta
w1, w2 = 0.25, -0.40
w3, w4 = 0.60, 0.15
b1, b2 = 0.10, -0.20
# capa de salida
w5, w6 = 0.55, -0.30
w7, w8 = 0.45, 0.70
b3, b4 = 0.05, 0.30

eta = 0.6


def f(x):
    return 1 / (1 + exp(-x))


rondas = 300
for ronda in range(rondas):
    # hacia delante
    net_h1 = w1 * i1 + w2 * i2 + b1
    h1 = f(net_h1)
    net_h2 = w3 * i1 + w4 * i2 + b2
    h2 = f(net_h2)
    o1 = f(w5 * h1 + w6 * h2 + b3)
    o2 = f(w7 * h1 + w8 * h2 + b4)

    E1 = 0.5 * (meta1 - o1) ** 2
    E2 = 0.5 * (meta2 - o2) ** 2
    E = E1 + E2
    if ronda % 50 == 0:
        print("ronda", ronda, " E =", round(E, 6), " o1 =", round(o1, 4), " o2 =", round(o2, 4))

    # hacia atrás: salida
    d1 = -(meta1 - o1) * o1 * (1 - o1)
    d2 = -(meta2 - o2) * o2 * (1 - o2)
    g5 = d1 * h1
    g6 = d1 * h2
    g7 = d2 * h1
    g8 = d2 * h2

    # hacia atrás: oculta
    dE_h1 = d1 * w5 + d2 * w7
    dE_h2 = d1 * w6
    dh1 = dE_h1 * h1 * (1 - h1)
    dh2 = dE_h2 * h2 * (1 - h2)
    g1 = dh1 * i1
    g2 = dh1 * i2
    g3 = dh2 * i1
    g4 = dh2 * i2

    # actualizo todo al final, como dijo el profe
    w1 -= eta * g1
    w2 -= eta * g2
    w3 -= eta * g3
    w4 -= eta * g4
    w5 -= eta * g5
    w6 -= eta * g6
    w7 -= eta * g7
    w8 -= eta * g8
    b1 -= eta * dh1
    b2 -= eta * dh2
    b3 -= eta * d1
    b4 -= eta * d2

print("pesos al final:", [round(w, 3) for w in (w1, w2, w3, w4, w5, w6, w7, w8)])
