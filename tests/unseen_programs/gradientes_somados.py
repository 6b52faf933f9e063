import numpy as np

rng = np.random.default_rng(12)


class Camada:
    def __init__(self, n_ent, n_sai):
        self.W = rng.standard_normal((n_ent, n_sai)) * np.sqrt(2 / n_ent)
        self.b = np.zeros(n_sai)
        self.zerar()

    def zerar(self):
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)

    def ida(self, x):
        self.x = x
        return x @ self.W + self.b

    def volta(self, d):
        self.dW += self.x.T @ d
        self.db += d.sum(axis=0)
        return d @ self.W.T

    def passo(self, taxa):
        self.W = self.W - taxa * self.dW
        self.b = self.b - taxa * self.db


X = rng.uniform(-1, 1, (100, 3))
rotulo = (np.abs(X).sum(axis=1) > 1.5).astype(int)
Y = np.eye(2)[rotulo]

c1, c2 = Camada(3, 8), Camada(8, 2)
passo = 0.2

for epoca in range(60):
    z = c1.ida(X)
    h = np.maximum(0, z)
    s = c2.ida(h)
    e = np.exp(s - s.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    if epoca % 20 == 0:
        print('época', epoca, 'perda', -np.mean(np.log(p[np.arange(100), rotulo])))

    d = (p - Y) / len(X)
    d = c2.volta(d)
    c1.volta(d * (z > 0))
    c1.passo(passo)
    c2.passo(passo)

print('acurácia:', np.mean(p.argmax(axis=1) == rotulo))
