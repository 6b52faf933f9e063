import numpy as np
rng = np.random.default_rng(70)
X = rng.normal(size=(20, 4))
T = rng.normal(size=(20, 1))
W1 = rng.normal(size=(4, 10)) * 0.5
b1 = np.zeros(10)
W2 = rng.normal(size=(10, 1)) * 0.5
b2 = np.zeros(1)
conserva = 0.7
for k in range(60):
    z = X @ W1 + b1
    h = np.maximum(z, 0)
    mascara = (rng.random(h.shape) < conserva) / conserva
    hd = h * mascara
    y = hd @ W2 + b2
    costo = 0.5 * np.mean((y - T) ** 2)
    dy = (y - T) / len(X)
    dz = (dy @ W2.T) * mascara * (z > 0)
    W2 -= 0.1 * hd.T @ dy
    b2 -= 0.1 * dy.sum(0)
    W1 -= 0.1 * X.T @ dz
    b1 -= 0.1 * dz.sum(0)
    if k % 20 == 0:
        print(costo)
