# Taller de redes, encuentro 2: ¿meteorito o piedra común?
# Versión "dato por dato": se suman las derivadas de todos los datos y recién
# después se cambia cada peso (descenso por lote completo).
import numpy as np

rng = np.random.default_rng(12)


def f(z):
    return 1 / (1 + np.exp(-z))


# densidad, magnetismo, brillo de la corteza
piedras = rng.normal([2.6, 0.1, 0.6], 0.2, (10, 3))
meteoritos = rng.normal([3.4, 0.8, 0.2], 0.3, (10, 3))
datos = np.vstack([piedras, meteoritos])
datos = (datos - datos.mean(axis=0)) / datos.std(axis=0)
etiquetas = [0] * 10 + [1] * 10

W = rng.normal(size=(4, 3))     # capa oculta
b = rng.normal(size=4) * 0.1
v = rng.normal(size=4)          # salida
c = 0.0
eta = 0.4

# acumuladores de las derivadas
sumaW = np.zeros((4, 3))
sumab = np.zeros(4)
sumav = np.zeros(4)
sumac = 0.0

for ciclo in range(150):
    perdida = 0
    aciertos = 0
    for x, y in zip(datos, etiquetas):
        # hacia adelante
        a = f(W @ x + b)
        s = f(v @ a + c)
        perdida += 0.5 * (s - y) ** 2
        aciertos += (s > 0.5) == (y == 1)
        # hacia atrás
        ds = (s - y) * s * (1 - s)
        da = ds * v * a * (1 - a)
        sumav += ds * a
        sumac += ds
        sumaW += np.outer(da, x)
        sumab += da

    # un paso por ciclo
    W = W - eta * sumaW
    b = b - eta * sumab
    v = v - eta * sumav
    c = c - eta * sumac
    if ciclo % 15 == 0:
        print(f"ciclo {ciclo:3d}: pérdida {perdida:.4f}, aciertos {int(aciertos)}/20")
