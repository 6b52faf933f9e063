import numpy as np
class Red:
    def __init__(self):
        g = np.random.RandomState(23)
        self.V = g.randn(2, 4)
        self.c = g.randn(4)
        self.W = g.randn(4, 4)
        self.d = g.randn(4)
        self.Z = g.randn(4, 1)
        self.e = g.randn(1)
    def salida(self, x):
        self.h1 = np.tanh(x @ self.V + self.c)
        self.h2 = np.tanh(self.h1 @ self.W + self.d)
        return self.h2 @ self.Z + self.e
    def entrenar(self, x, t, tasa):
        y = self.salida(x)
        g3 = (y - t) / len(x)
        g2 = (g3 @ self.Z.T) * (1 - self.h1 ** 2)
        g1 = (g2 @ self.W.T) * (1 - self.h1 ** 2)
        self.Z -= tasa * self.h2.T @ g3
        self.W -= tasa * self.h1.T @ g2
        self.d -= tasa * g2.sum(axis=0)
        self.V -= tasa * x.T @ g1
        self.c -= tasa * g1.sum(axis=0)
        return 0.5 * np.mean((y - t) ** 2)
g = np.random.RandomState(24)
x = g.randn(30, 2)
t = np.sin(x[:, :1]) + x[:, 1:]
red = Red()
for k in range(150):
    costo = red.entrenar(x, t, 0.1)
    if k % 50 == 0:
        print(k, costo)
