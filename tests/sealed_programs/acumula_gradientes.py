# Red neuronal para predecir si un alumno aprueba segun horas de estudio, horas de sueño y asistencia.
# Los gradientes se acumulan ejemplo por ejemplo y al final de la epoca se da el paso.
import numpy as np
import time

np.random.seed(5)

def tanh_prima(a):
    return 1 - a ** 2

# --- datos ---
M = 60
horas = np.random.uniform(0, 10, M)
sueno = np.random.uniform(3, 9, M)
asistencia = np.random.uniform(0, 1, M)
aprueba = (0.6 * horas + 0.5 * sueno + 4 * asistencia + np.random.randn(M) * 0.5 > 7.5).astype(float)
datos = np.stack([(horas - 5) / 3, (sueno - 6) / 2, (asistencia - 0.5) * 3], axis=1)

# --- parametros ---
oculta = 6
W1 = np.random.randn(oculta, 3) * 0.4
b1 = np.zeros(oculta)
W2 = np.random.randn(oculta) * 0.4
b2 = 0.0

tasa = 0.5
epocas = 100

gW1 = np.zeros(W1.shape)
gb1 = np.zeros(b1.shape)
gW2 = np.zeros(W2.shape)
gb2 = 0.0

inicio = time.time()
for epoca in range(epocas):
    costo = 0
    aciertos = 0
    for x, t in zip(datos, aprueba):
        # adelante
        h = np.tanh(W1 @ x + b1)
        p = 1 / (1 + np.exp(-(W2 @ h + b2)))
        costo -= t * np.log(p + 1e-12) + (1 - t) * np.log(1 - p + 1e-12)
        aciertos += (p > 0.5) == t
        # atras
        d2 = p - t
        d1 = d2 * W2 * tanh_prima(h)
        gW2 += d2 * h
        gb2 += d2
        gW1 += np.outer(d1, x)
        gb1 += d1
    # paso con el promedio
    W1 -= tasa * gW1 / M
    b1 -= tasa * gb1 / M
    W2 -= tasa * gW2 / M
    b2 -= tasa * gb2 / M
    if epoca % 20 == 0:
        print("epoca", epoca, "costo", costo / M, "aciertos", aciertos, "de", M)

print("tiempo:", round(time.time() - inicio, 1), "s")
