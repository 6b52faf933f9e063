# Siguiendo el video "redes neuronales desde cero", pero con dos capas ocultas en vez de una
import numpy as np

np.random.seed(1)

# datos: 3 sensores de luz -> (mover motor izquierdo, mover motor derecho)
X = np.random.rand(40, 3)
Y = np.zeros((40, 2))
Y[:, 0] = (X[:, 0] > X[:, 2]) * 1
Y[:, 1] = (X[:, 1] + X[:, 2] > 1) * 1

W1 = 2 * np.random.random((3, 5)) - 1
b1 = np.zeros((1, 5))
W2 = 2 * np.random.random((5, 5)) - 1
b2 = np.zeros((1, 5))
W3 = 2 * np.random.random((5, 2)) - 1
b3 = np.zeros((1, 2))

lr = 0.8
m = X.shape[0]
historia = []
aciertos = []  # por si acaso
print(W1.shape, W2.shape, W3.shape)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def d_sigmoid(s):
    return s * (1 - s)


# en el video usan relu, aquí no hace falta
def relu(x):
    return np.maximum(0, x)


for i in range(3000):
    # adelante
    z1 = X @ W1 + b1
    a1 = sigmoid(z1)
    z2 = a1 @ W2 + b2
    a2 = sigmoid(z2)
    z3 = a2 @ W3 + b3
    a3 = sigmoid(z3)

    # coste
    coste = -np.sum(Y * np.log(a3) + (1 - Y) * np.log(1 - a3)) / m
    historia.append(coste)

    # atrás
    dz3 = a3 - Y
    dW3 = a2.T @ dz3 / m
    db3 = np.sum(dz3, axis=0, keepdims=True) / m

    da2 = dz3 @ W3.T
    dz2 = da2 * d_sigmoid(a2)
    dW2 = a1.T @ dz2 / m
    db2 = np.sum(dz2, axis=0, keepdims=True) / m

    da1 = dz2 @ W2.T
    dz1 = da1 * d_sigmoid(a1)
    dW1 = X.T @ dz1 / m
    db1 = np.sum(dz1, axis=0, keepdims=True) / m

    # actualizar
    W3 = W3 - lr * dW3
    b3 = b3 - lr * db3
    W2 = W2 - lr * dW2
    b2 = b2 - lr * db2
    W1 = W1 - lr * dW1
    b2 = b2 - lr * db1

    if i % 500 == 0:
        print("iteración", i, "coste", coste)

print("aciertos:", np.mean((a3 > 0.5) == Y))
# import matplotlib.pyplot as plt
# plt.plot(historia)
# plt.show()
