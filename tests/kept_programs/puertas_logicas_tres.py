# Red neuronal para tres puertas a la vez (AND, OR, XOR)
# Sacado del libro de la biblioteca, capitulo 4, pasado de pseudocodigo a Python
import numpy as np

np.random.seed(21)

entradas = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
#                   AND OR XOR
salidas = np.array([[0, 0, 0],
                    [0, 1, 1],
                    [0, 1, 1],
                    [1, 1, 0]])

def sigmoide(x):
    return 1 / (1 + np.exp(-x))

W1 = np.random.uniform(-1, 1, (2, 3))
b1 = np.random.uniform(-1, 1, 3)
W2 = np.random.uniform(-1, 1, (3, 3))
b2 = np.random.uniform(-1, 1, 3)

tasa = 0.6
ciclos = 1500
historia = []

for ciclo in range(ciclos):
    # propagacion hacia adelante
    oculta = sigmoide(entradas @ W1 + b1)
    y = sigmoide(oculta @ W2 + b2)

    error = salidas - y
    historia.append(0.5 * np.sum(error ** 2))

    # propagacion hacia atras
    delta_s = error * y * (1 - y)
    delta_o = tasa * (delta_s @ W2.T) * oculta * (1 - oculta)

    # actualizar
    W2 = W2 + tasa * oculta.T @ delta_s
    b2 = b1 + tasa * delta_s.sum(axis=0)
    W1 = W1 + tasa * entradas.T @ delta_o
    b1 = b1 + tasa * delta_o.sum(axis=0)

    if ciclo % 300 == 0:
        print("ciclo", ciclo, "error", historia[-1])

print("error final:", historia[-1] if historia else None)
oculta = sigmoide(entradas @ W1 + b1)
resultado = sigmoide(oculta @ W2 + b2)
for e, r in zip(entradas, resultado):
    print(e, "AND %.2f  OR %.2f  XOR %.2f" % tuple(r))
