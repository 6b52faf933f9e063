# Caritas de 5x5: contenta, triste, seria
import numpy as np

np.random.seed(6)
np.set_printoptions(precision=2, suppress=True)

contenta = """
.#.#.
.....
#...#
.###.
.....
"""
triste = """
.#.#.
.....
.###.
#...#
.....
"""
seria = """
.#.#.
.....
.....
#####
.....
"""
caras = [contenta, triste, seria]
nombres = ["contenta", "triste", "seria"]


def a_vector(dibujo):
    return [1.0 if c == "#" else 0.0 for c in dibujo if c != "\n"]


# 20 copias con ruido de cada una, en columnas
X = np.array([a_vector(c) for c in caras for _ in range(20)]).T
X = X + 0.3 * np.random.randn(*X.shape)
T = np.kron(np.eye(3), np.ones((1, 20)))
m = X.shape[1]
print("X", X.shape, "T", T.shape)

W1 = np.random.randn(16, 25) / 5
b1 = np.zeros((16, 1))
W2 = np.random.randn(3, 16) / 4
b2 = np.zeros((3, 1))

conservar = 0.7
eta = 0.005
PASOS = 200
paso = 0
while paso < PASOS:
    H = np.tanh(W1 @ X + b1)
    D = (np.random.rand(*H.shape) < conservar) / conservar
    Hd = H * D
    Z = W2 @ Hd + b2
    P = np.exp(Z - Z.max(axis=0))
    P = P / P.sum(axis=0)

    delta = T - P
    atras = W2.T @ delta
    atras *= D
    atras *= 1 - H ** 2

    # con el signo de T - P se suma
    W2 += eta * delta @ Hd.T
    b2 += eta * delta.sum(axis=1, keepdims=True)
    W1 += eta * atras @ X.T
    b1 += eta * atras.sum(axis=1, keepdims=True)

    paso += 1
    if paso % 50 == 0:
        perdida = -np.log(P[T == 1]).sum()
        print("paso", paso, "pérdida total", round(perdida, 3))

# prueba sin dropout
for nombre, cara in zip(nombres, caras):
    x = np.array(a_vector(cara))[:, None]
    z = W2 @ np.tanh(W1 @ x + b1) + b2
    p = np.exp(z) / np.exp(z).sum()
    print(nombre, "->", nombres[int(p.argmax())], p.ravel())
