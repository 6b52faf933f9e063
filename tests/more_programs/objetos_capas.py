import numpy as np
class Densa:
    def __init__(self, entradas, salidas, rng):
        self.W = rng.normal(0, 0.6, (entradas, salidas))
        self.b = np.zeros(salidas)
    def adelante(self, x):
        self.x = x
        return x @ self.W + self.b
    def atras(self, g, tasa):
        devuelve = g @ self.W.T
        self.W = self.W - tasa * self.x.T @ g
        self.b = self.b - tasa * g.sum(axis=0)
        return devuelve
class Sigmoide:
    def adelante(self, z):
        self.s = 1 / (1 + np.exp(-z))
        return self.s
    def atras(self, g, tasa):
        return g * self.s * (1 - self.s)
rng = np.random.default_rng(12)
X = rng.normal(size=(33, 4))
T = np.eye(3)[(X[:, 0] > 0).astype(int) + (X[:, 1] > 0.5)]
red = [Densa(4, 6, rng), Sigmoide(), Densa(6, 3, rng)]
def predecir(X):
    for capa in red:
        X = capa.adelante(X)
    e = np.exp(X - X.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
for epoca in range(100):
    P = predecir(X)
    perdida = -np.sum(T * np.log(P)) / len(X)
    g = (P - T) / len(X)
    for capa in reversed(red):
        g = capa.atras(g, 0.6)
    if epoca % 25 == 0:
        print(epoca, perdida)
