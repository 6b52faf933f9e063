import numpy as np

# ---- funciones ----

def relu(z):
    return np.maximum(0, z)


def derivada_relu(z):
    return np.where(z > 0, z, 0)


def sigmoide(z):
    return 1 / (1 + np.exp(-z))


def entropia(A, Y):
    m = Y.shape[1]
    return float(-(np.dot(Y, np.log(A).T) + np.dot(1 - Y, np.log(1 - A).T))[0, 0] / m)


# ---- datos ----
gen = np.random.default_rng(18)
X = gen.normal(size=(3, 90))
Y = (np.abs(X[0:1]) > np.abs(X[1:2])).astype(int)
m = X.shape[1]

# ---- red ----
W1 = gen.normal(size=(5, 3)) * 0.5
b1 = np.zeros((5, 1))
W2 = gen.normal(size=(1, 5)) * 0.5
b2 = np.zeros((1, 1))

for k in range(300):
    Z1 = W1 @ X + b1
    A1 = relu(Z1)
    A2 = sigmoide(W2 @ A1 + b2)

    dZ2 = A2 - Y
    dW2 = dZ2 @ A1.T / m
    db2 = dZ2.sum(axis=1, keepdims=True) / m
    dZ1 = (W2.T @ dZ2) * derivada_relu(Z1)
    dW1 = dZ1 @ X.T / m
    db1 = dZ1.sum(axis=1, keepdims=True) / m

    W1 -= 0.5 * dW1
    b1 -= 0.5 * db1
    W2 -= 0.5 * dW2
    b2 -= 0.5 * db2
    if k % 60 == 0:
        print("iteración", k, "entropía cruzada", entropia(A2, Y))
