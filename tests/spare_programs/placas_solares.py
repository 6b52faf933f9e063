#!/usr/bin/env python3
# Geração de um telhado com placas solares (kWh por hora).
# Tudo em float32 porque depois vai para um microcontrolador.
import time
import numpy as np

F = np.float32
sorte = np.random.default_rng(365)


def leaky(z):
    return np.where(z > 0, z, F(0.05) * z)


def inclinacao(z):
    return np.where(z > 0, F(1), F(0.05))


class Camada:
    def __init__(self, entra, sai, ativa=True):
        self.W = (sorte.standard_normal((entra, sai)) * np.sqrt(2 / entra)).astype(F)
        self.b = np.full((1, sai), 0.01, dtype=F)
        self.ativa = ativa

    def vai(self, x):
        self.x = x
        self.z = x @ self.W + self.b
        return leaky(self.z) if self.ativa else self.z

    def volta(self, g):
        if self.ativa:
            g = g * inclinacao(self.z)
        self.dW = self.x.T @ g
        self.db = g.sum(axis=0, keepdims=True)
        return g @ self.W.T


def dados(n):
    hora = sorte.uniform(6, 18, n)
    nuvem = sorte.beta(1, 2, n)
    temp = sorte.normal(24, 6, n)
    sujeira = sorte.uniform(0, 0.4, n)
    sol = np.sin((hora - 6) / 12 * np.pi)
    kwh = 4 * sol * (1 - 0.75 * nuvem) * (1 - sujeira) * (1 - 0.004 * (temp - 25))
    x = np.stack([(hora - 12) / 4, nuvem * 3 - 1, (temp - 24) / 6, sujeira * 5 - 1], axis=1)
    # horas com muito sol valem mais na conta
    peso = 0.5 + sol
    return x.astype(F), kwh[:, None].astype(F), peso[:, None].astype(F)


x, y, peso = dados(256)
xv, yv, pv = dados(64)
rede = [Camada(4, 12), Camada(12, 10), Camada(10, 6), Camada(6, 1, ativa=False)]


def prever(x):
    for c in rede:
        x = c.vai(x)
    return x


inicio = time.time()
taxa = F(0.05)
melhor = np.inf
for epoca in range(80):
    if epoca in (40, 60):
        taxa = taxa / F(4)          # cai em degraus
    ordem = sorte.permutation(len(x))
    for i in range(0, len(x), 32):
        b = ordem[i:i + 32]
        xb, yb, pb = x[b], y[b], peso[b]
        saida = prever(xb)
        # derivada de sum(p * (s - y)^2) / sum(p), sem o 2
        g = pb * (saida - yb) / pb.sum()
        for c in rede[::-1]:
            g = c.volta(g)
        for c in rede:
            c.W -= taxa * c.dW
            c.b -= taxa * c.db
    val = float((pv * (prever(xv) - yv) ** 2).sum() / pv.sum())
    if val < melhor:
        melhor = val
        guardado = [(c.W.copy(), c.b.copy()) for c in rede]
    if epoca % 20 == 0:
        print('época', epoca, 'validação', round(val, 5), 'taxa', float(taxa), saida.dtype)

print('melhor:', melhor, ' tempo: %.1f s' % (time.time() - inicio))
