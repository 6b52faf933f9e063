import numpy as np

np.random.seed(15)
X = np.random.uniform(-1, 1, (12, 2))
T = np.column_stack([X[:, 0] + X[:, 1], X[:, 0] - X[:, 1]])

W1 = np.random.randn(3, 2)
b1 = np.random.randn(3, 1)
W2 = np.random.randn(2, 3)
b2 = np.random.randn(2, 1)
eta = 0.1

for epoca in range(100):
    suma = 0
    for i in range(len(X)):
        x = X[i].reshape(2, 1)
        t = T[i].reshape(2, 1)

        # forward
        z1 = np.dot(W1, x) + b1
        a1 = 1 / (1 + np.exp(-z1))
        y = np.dot(W2, a1) + b2
        suma += 0.5 * np.sum((y - t) ** 2)

        # capa de salida
        delta_salida = y - t
        dW2 = np.dot(delta_salida, a1.T)
        W2 = W2 - eta * dW2
        b2 = b2 - eta * delta_salida

        # capa oculta
        delta_oculta = np.dot(W2.T, delta_salida) * a1 * (1 - a1)
        dW1 = np.dot(delta_oculta, x.T)
        W1 = W1 - eta * dW1
        b1 = b1 - eta * delta_oculta
    if epoca % 20 == 0:
        print("Error en la época", epoca, ":", suma)
