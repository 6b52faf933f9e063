# Precio de las casas del barrio (en miles) a partir de metros, habitaciones y antigüedad
import numpy as np

np.random.seed(21)

n = 60
metros = np.random.uniform(40, 180, n)
habitaciones = np.round(metros / 35 + np.random.uniform(0, 2, n))
antiguedad = np.random.uniform(0, 50, n)
precio = 1.8 * metros + 12 * habitaciones - 0.9 * antiguedad + np.random.normal(0, 10, n)

datos = np.column_stack((metros, habitaciones, antiguedad))
datos = (datos - datos.mean(axis=0)) / datos.std(axis=0)
objetivo = ((precio - precio.mean()) / precio.std()).reshape(n, 1)

# red 3 - 7 - 1
W_oculta = np.random.randn(3, 7) * 0.6
b_oculta = np.zeros(7)
W_salida = np.random.randn(7, 1) * 0.6
b_salida = np.zeros(1)

tasa = 0.002
lam = 3.0      # cuánto se castigan los pesos grandes


def coste(salida):
    error = 0.5 * np.sum((salida - objetivo) ** 2)
    castigo = 0.5 * lam * (np.sum(W_oculta ** 2) + np.sum(W_salida ** 2))
    return error + castigo


def actualizar(W, b, entrada, delta):
    W -= tasa * (entrada.T @ delta)
    b -= tasa * delta.mean(axis=0)


costes = []
for vuelta in range(600):
    oculta = np.tanh(datos @ W_oculta + b_oculta)
    salida = oculta @ W_salida + b_salida

    delta_salida = salida - objetivo
    delta_oculta = (delta_salida @ W_salida.T) * (1 - oculta ** 2)

    costes.append(coste(salida))
    if vuelta % 100 == 0:
        print("vuelta", vuelta, "coste", round(costes[-1], 3))

    actualizar(W_salida, b_salida, oculta, delta_salida)
    actualizar(W_oculta, b_oculta, datos, delta_oculta)

print("coste final", costes[-1])
print("error medio en miles:", np.mean(np.abs(salida - objetivo)) * precio.std())

# una casa nueva
nueva = (np.array([90, 3, 10]) - [metros.mean(), habitaciones.mean(), antiguedad.mean()])
nueva = nueva / [metros.std(), habitaciones.std(), antiguedad.std()]
estimado = np.tanh(nueva @ W_oculta + b_oculta) @ W_salida + b_salida
print("casa de 90 m2:", estimado[0] * precio.std() + precio.mean())
