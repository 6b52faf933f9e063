import numpy as np

# Semáforo: dos sensores, tres luces
S = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
T = np.array([[1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1]])


def g(z):
    """Función logística."""
    return 1 / (1 + np.exp(-z))


np.random.seed(17)
theta1 = np.random.uniform(-1, 1, size=(3, 4))
theta2 = np.random.uniform(-1, 1, size=(5, 3))
alfa = 0.6

A1 = np.insert(S, 0, 1, axis=1)
for iteracion in range(600):
    Z2 = A1.dot(theta1)
    A2 = np.insert(g(Z2), 0, 1, axis=1)
    Z3 = A2.dot(theta2)
    A3 = g(Z3)

    J = 0.5 * np.sum((A3 - T) ** 2)
    if iteracion % 200 == 0:
        print("J =", J)

    d3 = (A3 - T) * A3 * (1 - A3)
    d2 = d3.dot(theta2.T)[:, 1:] * g(Z2) * (1 - g(Z2))

    theta2 = theta2 - alfa * A2.T.dot(d3)
    theta1 = theta1 - alfa * A1.T.dot(d2)

print(A3.round())
