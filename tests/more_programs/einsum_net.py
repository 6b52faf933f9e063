import numpy as np
rng = np.random.default_rng(61)
X = rng.normal(size=(21, 3))
T = rng.normal(size=(21, 2))
W = rng.normal(size=(3, 5)) * 0.5
V = rng.normal(size=(5, 2)) * 0.5
for step in range(90):
    z = np.einsum("ni,ij->nj", X, W)
    h = np.tanh(z)
    y = np.einsum("nj,jk->nk", h, V)
    loss = np.mean(np.sum((y - T) ** 2, axis=1)) / 2
    dy = (y - T) / len(X)
    dV = np.einsum("nj,nk->jk", h, dy)
    dz = np.einsum("nk,jk->nj", dy, V) * (1 - h ** 2)
    dW = np.einsum("ni,nj->ij", X, dz)
    V -= 0.3 * dV
    W -= 0.3 * dW
    if step % 30 == 0:
        print(step, loss)
