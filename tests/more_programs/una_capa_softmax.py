import numpy as np
rng = np.random.default_rng(2)
X = rng.normal(size=(45, 3))
clases = np.argmax(X + 0.3 * rng.normal(size=(45, 3)), axis=1)
Y = np.eye(3)[clases]
W = rng.normal(size=(3, 3)) * 0.1
b = np.zeros(3)
lam = 0.02
def softmax(z):
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)
for it in range(150):
    P = softmax(X @ W + b)
    costo = -np.sum(Y * np.log(P)) / 45 + lam / 2 * np.sum(W ** 2)
    D = (P - Y) / 45
    W = W - 0.7 * (X.T @ D + lam * W)
    b = b - 0.7 * D.sum(axis=0)
    if it % 50 == 0:
        print("costo", costo)
