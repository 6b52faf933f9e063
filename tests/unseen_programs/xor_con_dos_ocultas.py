# XOR con dos capas ocultas
# Trabajo final - Inteligencia Artificial
import numpy as np

np.random.seed(31)

x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])

w_oculta1 = np.random.uniform(-1, 1, size=(2, 4))
b_oculta1 = np.random.uniform(-1, 1, size=(1, 4))
w_oculta2 = np.random.uniform(-1, 1, size=(4, 3))
b_oculta2 = np.random.uniform(-1, 1, size=(1, 3))
w_salida = np.random.uniform(-1, 1, size=(3, 1))
b_salida = np.random.uniform(-1, 1, size=(1, 1))
tasa_aprendizaje = 0.5


def sigmoide(z):
    return 1 / (1 + np.exp(-z))


def derivada(a):
    return a * (1 - a)


for iteracion in range(6000):
    # propagacion
    capa1 = sigmoide(np.dot(x, w_oculta1) + b_oculta1)
    capa2 = sigmoide(np.dot(capa1, w_oculta2) + b_oculta2)
    salida = sigmoide(np.dot(capa2, w_salida) + b_salida)

    # retropropagacion
    error_salida = y - salida
    d_salida = error_salida * derivada(salida)
    error_capa2 = d_salida.dot(w_salida.T)
    d_capa2 = error_capa2 * derivada(capa2)
    error_capa1 = error_capa2.dot(w_oculta2.T)
    d_capa1 = error_capa1 * derivada(capa1)

    # actualizacion
    w_salida += capa2.T.dot(d_salida) * tasa_aprendizaje
    b_salida += np.sum(d_salida, axis=0, keepdims=True) * tasa_aprendizaje
    w_oculta2 += capa1.T.dot(d_capa2) * tasa_aprendizaje
    b_oculta2 += np.sum(d_capa2, axis=0, keepdims=True) * tasa_aprendizaje
    w_oculta1 += x.T.dot(d_capa1) * tasa_aprendizaje
    b_oculta1 += np.sum(d_capa1, axis=0, keepdims=True) * tasa_aprendizaje

    if iteracion % 2000 == 0:
        print("iteracion", iteracion, "error", np.mean(error_salida ** 2))

print("Prediccion")
for entrada in x:
    c = sigmoide(sigmoide(entrada @ w_oculta1 + b_oculta1) @ w_oculta2 + b_oculta2)
    print(entrada, sigmoide(c @ w_salida + b_salida))
