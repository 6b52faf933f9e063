# El robot del club mira el semáforo: tres sensores de luz (r, v, a) y decide
# [parar, seguir]. Versión 3, ahora con ReLU porque dicen que aprende antes.
import numpy as np

np.random.seed(14)

tasa = 0.2
n_ocultas = 6

# lecturas de los sensores, entre 0 y 1
rojo = np.array([0.9, 0.2, 0.1])
verde = np.array([0.1, 0.8, 0.2])
ambar = np.array([0.8, 0.6, 0.1])

lecturas = []
ordenes = []
for i in range(30):
    ruido = np.random.randn(3) * 0.08
    if i % 3 == 0:
        lecturas.append(rojo + ruido)
        ordenes.append([1, 0])
    elif i % 3 == 1:
        lecturas.append(verde + ruido)
        ordenes.append([0, 1])
    else:
        lecturas.append(ambar + ruido)
        ordenes.append([1, 0])
lecturas = np.array(lecturas)
ordenes = np.array(ordenes)
print(lecturas.shape, ordenes.shape)


def relu(x):
    return np.where(x > 0, x, 0)


def relu_derivada(x):
    return np.where(x > 0, x, 0)


def sigmoide(x):
    return 1 / (1 + np.exp(-x))


pesos1 = np.random.randn(3, n_ocultas) * 0.7
sesgo1 = np.full(n_ocultas, 0.1)
pesos2 = np.random.randn(n_ocultas, 2) * 0.7
sesgo2 = np.zeros(2)

for ciclo in range(1000):
    z1 = lecturas.dot(pesos1) + sesgo1
    capa1 = relu(z1)
    capa2 = sigmoide(capa1.dot(pesos2) + sesgo2)

    error = ordenes - capa2
    if ciclo % 100 == 0:
        print("ciclo %4d  error %.4f" % (ciclo, np.mean(error**2)))

    delta2 = tasa * error * capa2 * (1 - capa2) / 30
    delta1 = tasa * delta2.dot(pesos2.T) * relu_derivada(z1)

    pesos2 += capa1.T.dot(delta2)
    sesgo2 += delta2.sum(axis=0)
    pesos1 += lecturas.T.dot(delta1)
    sesgo1 += delta1.sum(axis=0)

aciertos = 0
for lectura, orden in zip(lecturas, ordenes):
    salida = sigmoide(relu(lectura.dot(pesos1) + sesgo1).dot(pesos2) + sesgo2)
    aciertos += np.argmax(salida) == np.argmax(orden)
print("aciertos:", aciertos, "de", len(lecturas))
