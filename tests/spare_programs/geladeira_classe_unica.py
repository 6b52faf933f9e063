"""Mini-projeto: a geladeira está com defeito?

Saídas: [gás vazando, termostato ruim]. Entradas: consumo, temperatura dentro,
vezes que a porta abriu. Uma classe só, como o monitor pediu.
"""
import numpy as np


class Rede:
    def __init__(self, taxa=0.8, semente=10):
        g = np.random.default_rng(semente)
        self.taxa = taxa
        self.W1 = g.normal(size=(3, 5))
        self.b1 = np.zeros(5)
        self.W2 = g.normal(size=(5, 5))
        self.b2 = np.zeros(5)
        self.W3 = g.normal(size=(5, 2))
        self.b3 = np.zeros(2)
        self.custos = []

    @staticmethod
    def sigma(x):
        return 1 / (1 + np.exp(-x))

    def adiante(self, X):
        self.h1 = self.sigma(X @ self.W1 + self.b1)
        self.h2 = self.sigma(self.h1 @ self.W2 + self.b2)
        self.saida = self.sigma(self.h2 @ self.W3 + self.b3)
        return self.saida

    def retro(self, X, Y):
        n = X.shape[0]
        erro3 = self.saida - Y
        delta3 = erro3 * self.saida * (1 - self.saida)

        erro2 = erro3 @ self.W3.T
        delta2 = erro2 * self.h2 * (1 - self.h2)

        erro1 = delta2 @ self.W2.T
        delta1 = erro1 * (1 - self.h1)

        self.W3 -= self.taxa * self.h2.T @ delta3 / n
        self.b3 -= self.taxa * delta3.mean(axis=0)
        self.W2 -= self.taxa * self.h1.T @ delta2 / n
        self.b1 -= self.taxa * delta2.mean(axis=0)
        self.W1 -= self.taxa * X.T @ delta1 / n
        self.b1 -= self.taxa * delta1.mean(axis=0)

    def custo(self, X, Y):
        return 0.5 * np.mean(np.sum((self.adiante(X) - Y) ** 2, axis=1))

    def treina(self, X, Y, epocas, mostra=100):
        for epoca in range(epocas):
            self.adiante(X)
            self.retro(X, Y)
            if epoca % mostra == 0:
                c = self.custo(X, Y)
                self.custos.append(c)
                print(f"época {epoca:4d}: {c:.5f}")


g = np.random.default_rng(4)
N = 60
consumo = g.normal(1.0, 0.3, N)
temperatura = g.normal(5, 2, N)
portas = g.poisson(12, N)
gas = (consumo + 0.1 * (temperatura - 5) > 1.05).astype(float)
termostato = (np.abs(temperatura - 5) > 2.2).astype(float)
X = np.stack([(consumo - 1) / 0.3, (temperatura - 5) / 2, (portas - 12) / 3.5], axis=1)
Y = np.stack([gas, termostato], axis=1)

rede = Rede()
rede.treina(X, Y, 800)
acertos = (np.round(rede.adiante(X)) == Y).mean(axis=0)
print("acertos (gás, termostato):", acertos)
