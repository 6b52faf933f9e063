# Red que aprende la compuerta de mayoria de tres entradas
import numpy as np

def sig(x):
    return 1 / (1 + np.exp(-x))

def sig_derivada(s):
    # s ya paso por la sigmoide
    return s * (1 - s)

entradas = np.array([[0, 0, 0],
                     [0, 0, 1],
                     [0, 1, 0],
                     [0, 1, 1],
                     [1, 0, 0],
                     [1, 0, 1],
                     [1, 1, 0],
                     [1, 1, 1]])
objetivos = np.array([[0, 0, 0, 1, 0, 1, 1, 1]]).T

np.random.seed(42)
pesos_entrada = 2 * np.random.random((3, 4)) - 1
pesos_salida = 2 * np.random.random((4, 1)) - 1
alfa = 0.6

for epoca in range(8000):
    # hacia adelante
    oculta = sig(np.dot(entradas, pesos_entrada))
    salida = sig(np.dot(oculta, pesos_salida))

    # cuanto nos equivocamos
    error_salida = objetivos - salida
    if epoca % 2000 == 0:
        print("Error medio:", np.mean(np.abs(error_salida)))

    # hacia atras
    delta_salida = error_salida * sig_derivada(salida)
    error_oculta = delta_salida.dot(pesos_salida.T)
    delta_oculta = error_oculta * sig_derivada(oculta)

    pesos_salida += alfa * oculta.T.dot(delta_salida)
    pesos_entrada += alfa * entradas.T.dot(delta_oculta)

print("Salida despues de entrenar:")
print(salida.round(3))
