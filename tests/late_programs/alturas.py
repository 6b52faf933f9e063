# Altura de un niño según la edad: 2 neuronas, 7 números, regla de la cadena a mano
from math import tanh
import math

edades = [1, 2, 3, 4, 5, 6, 8, 10, 12, 13, 14, 15, 16, 18, 20]
cm = [75, 86, 95, 102, 109, 115, 127, 138, 149, 156, 163, 199, 173, 176, 176]   # 199 es un error al copiar

puntos = [((e - 10) / 6, (h - 130) / 35) for e, h in zip(edades, cm)]
n = len(puntos)

w1, b1 = 0.5, 0.4
w2, b2 = 1.2, -0.7
v1, v2 = 0.3, 0.2
c = 0.1
DELTA = 0.3     # a partir de aquí la pérdida es lineal
eta = 0.1
vueltas = 3000

for vuelta in range(vueltas):
    gw1 = gb1 = gw2 = gb2 = gv1 = gv2 = gc = 0.0
    perdida = 0.0
    for x, y in puntos:
        h1 = tanh(w1 * x + b1)
        h2 = tanh(w2 * x + b2)
        p = v1 * h1 + v2 * h2 + c

        e = p - y
        if abs(e) <= DELTA:
            perdida += 0.5 * e ** 2
            de = e
        else:
            perdida += DELTA * (abs(e) - 0.5 * DELTA)
            de = DELTA if e > 0 else -DELTA

        gc += de
        gv1 += de * h1
        gv2 += de * h2
        d1 = de * v1 * (1 - h1 * h1)
        d2 = de * v2 * (1 - h2 * h2)
        gw1 += d1 * x
        gb1 += d1
        gw2 += d2 * x
        gb2 += d2

    w1 -= eta * gw1 / n
    b1 -= eta * gb1 / n
    w2 -= eta * gw2 / n
    b2 -= eta * gb2 / n
    v1 -= eta * gv1 / n
    v2 -= eta * gv2 / n
    c -= eta * gc / n
    if vuelta % 500 == 0:
        print("vuelta", vuelta, "pérdida", round(perdida / n, 5))

print("edad  real  red")
for e, h in zip(edades, cm):
    x = (e - 10) / 6
    p = v1 * tanh(w1 * x + b1) + v2 * tanh(w2 * x + b2) + c
    print("%4d  %4d  %5.1f" % (e, h, p * 35 + 130))
