import numpy as np
np.random.seed(1)
horas = np.random.rand(20) * 4
sueno = np.random.rand(20) * 8
nota = 1.5 * horas + 0.4 * sueno + 0.2 * np.random.randn(20)
datos = np.column_stack([horas, sueno])
w = np.random.randn(2)
b = 0.5
n = len(nota)
for i in range(400):
    pred = datos.dot(w) + b
    ecm = ((pred - nota) ** 2).mean()
    gw = 2 / n * datos.T.dot(pred - nota)
    gb = 2 / n * (pred - nota).sum()
    w -= 0.01 * gw
    b -= 0.01 * gb
    if i % 100 == 0:
        print(f"{i}: {ecm:.4f}")
