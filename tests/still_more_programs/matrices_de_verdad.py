# Con np.matrix, como en el libro: * es producto de matrices
import numpy as np

np.random.seed(31)
m = 16
P = np.asmatrix(np.random.uniform(-1, 1, (2, m)))
T = np.asmatrix(np.sign(np.prod(np.asarray(P), axis=0)))  # +1 o -1

P1 = np.vstack([np.ones((1, m)), P])   # fila de unos: el umbral
A = np.asmatrix(np.random.randn(5, 3))
B = np.asmatrix(np.random.randn(1, 6))


def con_unos(M):
    return np.vstack([np.ones((1, M.shape[1])), M])


eta = 0.05
for ciclo in range(300):
    H = np.tanh(A * P1)
    H1 = con_unos(H)
    Y = np.tanh(B * H1)
    E = T - Y
    if ciclo % 100 == 0:
        print(ciclo, "error:", float(0.5 * np.sum(np.power(E, 2))))

    DB = np.multiply(E, 1 - np.power(Y, 2))
    DA = np.multiply(B[:, 1:].T * DB, 1 - np.power(H, 2))
    B = B + eta * DB * H1.T
    A = A + eta * DA * P1.T

aciertos = int(np.sum(np.sign(Y) == T)) if ciclo else 0
print("aciertos", aciertos, "de", m)
