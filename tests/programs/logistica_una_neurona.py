import numpy as np

# Regresión logística: horas de estudio y horas de sueño -> aprobado
datos = np.array([
    [1.0, 5.0, 0], [2.0, 4.0, 0], [1.5, 8.0, 0], [3.0, 4.5, 0], [2.5, 6.0, 0],
    [4.0, 7.0, 1], [5.0, 5.0, 1], [3.5, 8.0, 1], [6.0, 6.5, 1], [4.5, 4.0, 1],
])
x = datos[:, :2]
t = datos[:, 2]
x = (x - x.mean(axis=0)) / x.std(axis=0)

w = np.zeros(2)
b = 0.0
alfa = 0.3
m = len(t)

for i in range(800):
    z = np.dot(x, w) + b
    y = 1 / (1 + np.exp(-z))
    costo = -(t * np.log(y) + (1 - t) * np.log(1 - y)).mean()
    dz = y - t
    dw = np.dot(dz, x) / m
    db = dz.sum() / m
    w = w - alfa * dw
    b = b - alfa * db
    if i % 200 == 0:
        print(i, costo)

print("pesos", w, "sesgo", b)
