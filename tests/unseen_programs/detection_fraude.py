# Détection de fraude sur des transactions simulées
import numpy as np

rng = np.random.default_rng(66)

n = 220
X = rng.normal(size=(n, 6))
score = X[:, 0] - 2 * X[:, 1] * X[:, 2] + np.abs(X[:, 3])
y = (score > 1.0).astype(float).reshape(-1, 1)

W1 = rng.normal(size=(6, 8)) * 0.6
b1 = np.zeros((1, 8))
W2 = rng.normal(size=(8, 1)) * 0.9
b2 = np.zeros((1, 1))

nb_epoques = 300
pas = 0.4


def entropie_croisee(p, y):
    p = np.clip(p, 1e-10, 1 - 1e-10)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def avant(X):
    h = np.tanh(X @ W1 + b1)
    p = 1 / (1 + np.exp(-(h @ W2 + b2)))
    return h, p


for epoque in range(nb_epoques):
    h, p = avant(X)
    perte = entropie_croisee(p, y)

    delta_p = 2 * (p - y) * p * (1 - p) / n
    grad_W2 = h.T @ delta_p
    grad_b2 = delta_p.sum(axis=0, keepdims=True)
    delta_h = (delta_p @ W2.T) * (1 - h ** 2)
    grad_W1 = X.T @ delta_h
    grad_b1 = delta_h.sum(axis=0, keepdims=True)

    W1 -= pas * grad_W1
    b1 -= pas * grad_b1
    W2 -= pas * grad_W2
    b2 -= pas * grad_b2

    if epoque % 60 == 0:
        print(f"époque {epoque} : entropie croisée = {perte:.4f}")

_, p = avant(X)
vp = np.sum((p > 0.5) & (y == 1))
print("précision", vp / max(1, np.sum(p > 0.5)), "rappel", vp / np.sum(y == 1))
