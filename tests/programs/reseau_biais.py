import numpy as np

# Régression : deux sorties linéaires, une couche cachée
rng = np.random.default_rng(3)
X = rng.uniform(-1, 1, size=(20, 3))
D = np.stack([X[:, 0] * X[:, 1], np.sin(X[:, 2])], axis=1)

n_cachee = 5
V = 0.5 * rng.standard_normal((n_cachee, 4))  # la dernière colonne est le biais
W = 0.5 * rng.standard_normal((2, n_cachee + 1))
pas = 0.05

for iteration in range(400):
    cout = 0.0
    for i in range(len(X)):
        x = np.append(X[i], 1.0)
        h = np.tanh(V @ x)
        hb = np.append(h, 1.0)
        y = W @ hb

        e = y - D[i]
        cout += 0.5 * e @ e

        grad_W = np.outer(e, hb)
        retro = (W.T @ e)[:-1]  # sans le biais
        grad_V = np.outer(retro * (1 - h**2), x)

        W = W - pas * grad_W
        V = V - pas * grad_V
    if iteration % 100 == 0:
        print("itération %d : coût %.4f" % (iteration, cout))
