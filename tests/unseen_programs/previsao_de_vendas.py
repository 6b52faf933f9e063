import numpy as np


def tanh(z):
    return np.tanh(z)


def tanh_derivada(z):
    return 1 - np.tanh(z) ** 2


class PrevisorDeVendas:
    """Rede 5-8-1 para prever as vendas da semana."""

    def __init__(self, taxa=0.05):
        rng = np.random.default_rng(90)
        self.W1 = rng.normal(0, 0.8, (5, 8))
        self.b1 = rng.normal(0, 0.2, 8)
        self.W2 = rng.normal(0, 0.5, (8, 1))
        self.b2 = np.zeros(1)
        self.taxa = taxa

    def prever(self, X):
        self.Z1 = X @ self.W1 + self.b1
        self.A1 = tanh(self.Z1)
        return self.A1 @ self.W2 + self.b2

    def treina(self, X, y, epocas):
        n = X.shape[0]
        for epoca in range(epocas):
            saida = self.prever(X)
            d2 = (saida - y) / n
            d1 = d2 @ self.W2.T * tanh_derivada(self.A1)
            self.W2 -= self.taxa * self.A1.T @ d2
            self.b2 -= self.taxa * d2.sum(axis=0)
            self.W1 -= self.taxa * X.T @ d1
            self.b1 -= self.taxa * d1.sum(axis=0)
            if epoca % 50 == 0:
                print(f'Época {epoca}: MSE = {np.mean((saida - y) ** 2):.4f}')


rng = np.random.default_rng(91)
entradas = rng.normal(size=(130, 5))
vendas = (entradas[:, 0] - np.abs(entradas[:, 1]) + 0.5 * entradas[:, 2] * entradas[:, 3])[:, None]

modelo = PrevisorDeVendas()
modelo.treina(entradas, vendas, 200)
print('erro absoluto médio:', np.abs(modelo.prever(entradas) - vendas).mean())
