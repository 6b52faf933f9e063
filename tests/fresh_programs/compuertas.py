# Red para las compuertas logicas, con el sesgo como una columna mas de unos
import sys
import numpy as np

TABLAS = {
    "and": [0, 0, 0, 1],
    "or": [0, 1, 1, 1],
    "xor": [0, 1, 1, 0],
    "nand": [1, 1, 1, 0],
}
cual = "xor"
if len(sys.argv) > 1 and sys.argv[1] in TABLAS:
    cual = sys.argv[1]

np.random.seed(9)
entradas = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
T = np.array(TABLAS[cual]).reshape(4, 1)
unos = np.ones((4, 1))
E = np.hstack((entradas, unos))

ocultas = 3
V = np.random.uniform(-1, 1, (3, ocultas))
W = np.random.uniform(-1, 1, (ocultas + 1, 1))
alfa = 0.5


def sigmoide(x, derivada=False):
    if derivada:
        return x * (1 - x)   # aqui x ya es la sigmoide
    return 1 / (1 + np.exp(-x))


for vuelta in range(4000):
    H = sigmoide(np.dot(E, V))
    Hs = np.hstack((H, unos))
    S = sigmoide(np.dot(Hs, W))

    error = T - S
    dS = error * sigmoide(S, True)
    error_H = dS.dot(W.T)[:, :-1]     # el ultimo es el sesgo, no vuelve
    dH = error_H * sigmoide(H, True)

    W += alfa * Hs.T.dot(dS)
    V += alfa * E.T.dot(dH)
    if vuelta % 1000 == 0:
        print("error medio:", np.mean(np.abs(error)))

print("Compuerta", cual)
for fila, salida in zip(entradas, S):
    print(fila, "->", salida.round(3))
