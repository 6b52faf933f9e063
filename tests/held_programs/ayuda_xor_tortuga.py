# Hola a todos, mi red para XOR va lentísima (10000 vueltas y casi no baja).
# ¿Está mal la retropropagación o es otra cosa? Gracias de antemano.

import numpy as np

np.random.seed(2)

entradas = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
esperado = np.array([[0], [1], [1], [0]])


def sigmoide(x, derivada=False):
    if derivada:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))


pesos_ocultos = np.random.random((2, 3))
sesgo_oculto = np.random.random((1, 3))
pesos_salida = np.random.random((3, 1))
sesgo_salida = np.random.random((1, 1))
tasa = 0.01

for vuelta in range(10000):
    # ida
    oculta = sigmoide(np.dot(entradas, pesos_ocultos) + sesgo_oculto)
    salida = sigmoide(np.dot(oculta, pesos_salida) + sesgo_salida)

    # vuelta
    error = esperado - salida
    delta_salida = error * sigmoide(salida, derivada=True)
    error_oculta = delta_salida.dot(pesos_salida.T)
    delta_oculta = error_oculta * sigmoide(oculta, derivada=True)

    # actualizar
    pesos_salida += oculta.T.dot(delta_salida) * tasa
    sesgo_salida += np.sum(delta_salida, axis=0, keepdims=True) * tasa
    pesos_ocultos += entradas.T.dot(delta_oculta) * tasa
    sesgo_oculto += np.sum(delta_oculta, axis=0, keepdims=True) * tasa

    if vuelta % 1000 == 0:
        print("Error:", np.mean(np.abs(error)))

print("Pesos finales:", pesos_ocultos, pesos_salida)
print("Resultado:")
print(sigmoide(np.dot(sigmoide(np.dot(entradas, pesos_ocultos) + sesgo_oculto), pesos_salida) + sesgo_salida))
