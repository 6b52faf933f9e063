import numpy as np

class Autocodificador:
    def __init__(self, dim, codigo, semilla=8):
        gen = np.random.default_rng(semilla)
        self.We = gen.normal(size=(dim, codigo)) * 0.4
        self.be = np.zeros(codigo)
        self.Wd = gen.normal(size=(codigo, dim)) * 0.4
        self.bd = np.zeros(dim)

    def codificar(self, x):
        return 1 / (1 + np.exp(-(x @ self.We + self.be)))

    def decodificar(self, c):
        return c @ self.Wd + self.bd

    def perdida(self, x):
        return np.mean(np.sum((self.decodificar(self.codificar(x)) - x) ** 2, axis=1))

    def entrenar(self, x, pasos, tasa):
        for paso in range(pasos):
            c = self.codificar(x)
            r = self.decodificar(c)
            dr = 2 * (r - x) / len(x)
            dc = dr @ self.Wd.T
            dz = dc * c * (1 - c)
            self.Wd -= tasa * c.T @ dr
            self.bd -= tasa * dr.sum(axis=0)
            self.We -= tasa * x.T @ dz
            self.be -= tasa * dz.sum(axis=0)
            if paso % 50 == 0:
                print(paso, self.perdida(x))

datos = np.random.default_rng(9).normal(size=(22, 6))
red = Autocodificador(6, 3)
red.entrenar(datos, 200, 0.05)
