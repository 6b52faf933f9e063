import numpy as np

np.random.seed(13)
X = np.random.randn(30, 2)
Y = (X[:, 0] * X[:, 1] > 0).astype(float)

W1 = np.random.randn(4, 2)
b1 = np.zeros(4)
W2 = np.random.randn(4)
b2 = 0.0
lr = 0.5

gW1 = np.zeros_like(W1)
gb1 = np.zeros_like(b1)
gW2, gb2 = np.zeros_like(W2), 0.0

for epoch in range(200):
    loss = 0.0
    for i in range(len(X) - 1):
        # forward pass for one sample
        h = np.tanh(W1 @ X[i] + b1)
        p = 1 / (1 + np.exp(-(W2 @ h + b2)))
        loss -= Y[i] * np.log(p) + (1 - Y[i]) * np.log(1 - p)

        # backward pass, summed up
        d = p - Y[i]
        dh = d * W2 * (1 - h**2)
        gW2 += d * h
        gb2 += d
        gW1 += np.outer(dh, X[i])
        gb1 += dh

    W1 = W1 - lr * gW1 / len(X)
    b1 = b1 - lr * gb1 / len(X)
    W2 = W2 - lr * gW2 / len(X)
    b2 = b2 - lr * gb2 / len(X)
    if epoch % 50 == 0:
        print(f"epoch {epoch}  loss {loss / len(X):.4f}")
