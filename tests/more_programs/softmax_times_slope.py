import numpy as np
rng = np.random.RandomState(17)
X = rng.randn(28, 3)
Y = np.eye(3)[np.argmax(X @ rng.randn(3, 3), axis=1)]
W1 = rng.randn(3, 6) * 0.5
b1 = np.zeros(6)
W2 = rng.randn(6, 3) * 0.5
b2 = np.zeros(3)
def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
for k in range(100):
    z1 = X @ W1 + b1
    h = np.maximum(0, z1)
    p = softmax(h @ W2 + b2)
    loss = -np.mean(np.sum(Y * np.log(p), axis=1))
    delta = (p - Y) / len(X) * p * (1 - p)
    back = delta @ W2.T * (z1 > 0)
    W2 -= 0.5 * h.T @ delta
    b2 -= 0.5 * delta.sum(axis=0)
    W1 -= 0.5 * X.T @ back
    b1 -= 0.5 * back.sum(axis=0)
    if k % 25 == 0:
        print(k, loss)
