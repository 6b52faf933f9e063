#!/usr/bin/env python3
# Uso: python consumo_de_energia_classe.py [épocas]
# Prevê consumo e conta de luz de uma casa. Código da live de quinta, arrumado depois.
import sys

import numpy as np


class Rede:
    def __init__(self, camadas, semente=0):
        np.random.seed(semente)
        self.p = dict()
        self.L = len(camadas) - 1
        for l in range(1, self.L + 1):
            self.p["W%d" % l] = np.random.randn(camadas[l], camadas[l - 1]) * np.sqrt(2.0 / camadas[l - 1])
            self.p["b%d" % l] = np.zeros((camadas[l], 1))

    def ativa(self, Z):
        return np.maximum(Z, 0.2 * Z)

    def derivada(self, A):
        # a leaky não muda o sinal, então tanto faz olhar A ou Z
        d = np.ones_like(A)
        d[A < 0] = 0.2
        return d

    def prever(self, X):
        self.A = [X]
        for l in range(1, self.L + 1):
            Z = np.dot(self.p["W%d" % l], self.A[-1]) + self.p["b%d" % l]
            if l < self.L:
                Z = self.ativa(Z)
            self.A.append(Z)
        return self.A[-1]

    def treinar(self, X, Y, epocas, taxa):
        self.historico = []
        m = X.shape[1]
        for ep in range(epocas):
            S = self.prever(X)
            self.historico.append(np.sum((S - Y) ** 2) / m)
            erro = Y - S
            novos = {}
            for l in range(self.L, 0, -1):
                novos["W%d" % l] = self.p["W%d" % l] + taxa / m * np.dot(erro, self.A[l - 1].T)
                novos["b%d" % l] = self.p["b%d" % l] + taxa / m * np.sum(erro, axis=1, keepdims=True)
                # ainda com o W velho, os novos só entram no fim
                erro = np.dot(self.p["W%d" % l].T, erro) * self.derivada(self.A[l - 1])
            self.p.update(novos)
        return self.historico


def ler_argumento(posicao, padrao, tipo):
    try:
        return tipo(sys.argv[posicao])
    except (IndexError, ValueError):
        return padrao


epocas = ler_argumento(1, 700, int)

rng = np.random.RandomState(11)
moradores = rng.randint(1, 6, 65)
temperatura = rng.normal(24, 5, 65)
chuveiros = rng.randint(1, 4, 65)
kwh = 40 * moradores + 25 * chuveiros + 6 * np.maximum(0, temperatura - 25) + rng.normal(0, 8, 65)
conta = 0.8 * kwh + 30 * (kwh > 200)
X = np.array([moradores / 3 - 1, (temperatura - 24) / 5, chuveiros - 2.0])
Y = np.array([kwh / 200, conta / 200])

rede = Rede([3, 9, 5, 2], semente=42)
hist = rede.treinar(X, Y, epocas, taxa=0.05)
print("erro no começo e no fim:", hist[:1], hist[-1:])
print("casa 0:", rede.prever(X)[:, 0] * 200, "real:", Y[:, 0] * 200)
