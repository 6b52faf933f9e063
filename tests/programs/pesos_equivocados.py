import numpy as np

np.random.seed(52)

# copiar una señal de cuatro canales, suavizada
n = 30
X = np.random.randn(4, n)
T = 0.5 * X + 0.5 * np.roll(X, 1, axis=0)

W1 = np.random.randn(4, 4) * 0.5
W2 = np.random.randn(4, 4) * 0.5
W3 = np.random.randn(4, 4) * 0.5
b1 = np.zeros((4, 1))
b2 = np.zeros((4, 1))
b3 = np.zeros((4, 1))
paso = 0.05

for k in range(200):
    # hacia delante
    H1 = np.tanh(np.dot(W1, X) + b1)
    H2 = np.tanh(np.dot(W2, H1) + b2)
    Y = np.dot(W3, H2) + b3
    E = np.sum((Y - T) ** 2) / n

    # hacia atrás
    dY = 2 * (Y - T) / n
    dW3 = np.dot(dY, H2.T)
    db3 = np.sum(dY, axis=1, keepdims=True)
    dH2 = np.dot(W2.T, dY)
    dZ2 = dH2 * (1 - H2 ** 2)
    dW2 = np.dot(dZ2, H1.T)
    db2 = np.sum(dZ2, axis=1, keepdims=True)
    dH1 = np.dot(W2.T, dZ2)
    dZ1 = dH1 * (1 - H1 ** 2)
    dW1 = np.dot(dZ1, X.T)
    db1 = np.sum(dW1, axis=1, keepdims=True)

    W1 -= paso * dW1
    b1 -= paso * db1
    W2 -= paso * dW2
    b2 -= paso * db2
    W3 -= paso * dW3
    b3 -= paso * db3
    if k % 50 == 0:
        print("E =", round(float(E), 4))
