# Aula prática 8 - germinação de sementes (agronomia, 2º semestre)
# Objetivo: ver que classes para as camadas deixam o laço principal curto.

import numpy as np


class Densa:
    def __init__(self, n_entrada, n_saida, rng):
        limite = np.sqrt(6 / (n_entrada + n_saida))
        self.pesos = rng.uniform(-limite, limite, (n_saida, n_entrada))
        self.vies = np.zeros((n_saida, 1))

    def frente(self, entrada):
        self.entrada = entrada
        return self.pesos @ entrada + self.vies

    def tras(self, sinal):
        self.d_pesos = sinal @ self.entrada.T
        self.d_vies = np.sum(sinal, axis=1).reshape(-1, 1)
        return self.pesos.T @ sinal

    def ajusta(self, taxa):
        # o sinal já vem com "alvo menos saída", por isso se soma
        self.pesos += taxa * self.d_pesos
        self.vies += taxa * self.d_vies


class Tangente:
    def frente(self, z):
        self.saida = np.tanh(z)
        return self.saida

    def tras(self, sinal):
        return sinal * (1 + self.saida) * (1 - self.saida)

    def ajusta(self, taxa):
        pass


class Rede:
    def __init__(self, *camadas):
        self.camadas = camadas

    def frente(self, x):
        for camada in self.camadas:
            x = camada.frente(x)
        return x

    def passo(self, x, alvo, taxa):
        logito = self.frente(x)
        prob = 1 / (1 + np.exp(-logito))
        sinal = -(prob - alvo)
        for camada in reversed(self.camadas):
            sinal = camada.tras(sinal)
        for camada in self.camadas:
            camada.ajusta(taxa)
        return logito, prob


rng = np.random.default_rng(808)
n = 40
umidade = rng.uniform(5, 20, n)
temperatura = rng.uniform(10, 35, n)
profundidade = rng.uniform(1, 8, n)
alvo = ((umidade > 9) & (np.abs(temperatura - 24) < 8)).astype(float).reshape(1, n)
x = np.array([umidade, temperatura, profundidade])
x -= x.mean(axis=1, keepdims=True)
x /= x.std(axis=1, keepdims=True)

rede = Rede(Densa(3, 8, rng), Tangente(), Densa(8, 4, rng), Tangente(), Densa(4, 1, rng))
for epoca in range(500):
    logito, prob = rede.passo(x, alvo, taxa=0.02)
    if epoca % 50 == 0:
        entropia = np.mean(np.maximum(logito, 0) - logito * alvo + np.log1p(np.exp(-np.abs(logito))))
        brier = np.mean((prob - alvo) ** 2)
        print(f"{epoca:4d}  entropia {entropia:.4f}  brier {brier:.4f}")

certas = (rede.frente(x) > 0) == (alvo > 0)
print("sementes certas:", certas.sum(), "de", n)
