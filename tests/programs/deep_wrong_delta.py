import numpy as np

np.random.seed(64)

N = 50
X = np.random.randn(N, 2)
Y = (X[:, 0] * np.exp(-X[:, 1] ** 2)).reshape(N, 1)

W1 = np.random.randn(2, 4) / np.sqrt(2)
W2 = np.random.randn(4, 4) / np.sqrt(4)
W3 = np.random.randn(4, 4) / np.sqrt(4)
W4 = np.random.randn(4, 1) / np.sqrt(4)
b1, b2, b3, b4 = np.zeros(4), np.zeros(4), np.zeros(4), np.zeros(1)
lr = 0.05

for epoch in range(400):
    h1 = np.tanh(X @ W1 + b1)
    h2 = np.tanh(h1 @ W2 + b2)
    h3 = np.tanh(h2 @ W3 + b3)
    out = h3 @ W4 + b4
    loss = np.mean((out - Y) ** 2)

    g4 = 2.0 / N * (out - Y)
    g3 = g4 @ W4.T * (1 - h3**2)
    g2 = g3 @ W3.T * (1 - h2**2)
    g1 = g2 @ W2.T * (1 - h1**2)

    dW4 = h3.T @ g4
    dW3 = h2.T @ g3
    dW2 = h1.T @ g3
    dW1 = X.T @ g1

    for W, dW in [(W1, dW1), (W2, dW2), (W3, dW3), (W4, dW4)]:
        W -= lr * dW
    for b, g in [(b1, g1), (b2, g2), (b3, g3), (b4, g4)]:
        b -= lr * g.sum(axis=0)

    if epoch % 100 == 0:
        print("epoch", epoch, "loss", round(loss, 5))
