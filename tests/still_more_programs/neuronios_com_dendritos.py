# -*- coding: utf-8 -*-
# Trabalho 2 - Redes Neurais - cada neurônio é um objeto
import numpy as np


class Neuronio:
    def __init__(self, n_entradas, gerador):
        self.pesos = gerador.uniform(-0.8, 0.8, n_entradas)
        self.vies = gerador.uniform(-0.8, 0.8)
        self.delta = 0.0
        self.saida = 0.0
        self.entrada = None

    def ativar(self, entrada):
        self.entrada = np.array(entrada, dtype=float)
        self.saida = 1.0 / (1.0 + np.exp(-(np.dot(self.pesos, self.entrada) + self.vies)))
        return self.saida

    def derivada(self):
        return self.saida * (1.0 - self.saida)

    def ajustar(self, taxa):
        self.pesos += taxa * self.delta * self.entrada
        self.vies += taxa * self.delta


class Camada:
    def __init__(self, n_neuronios, n_entradas, gerador):
        self.neuronios = [Neuronio(n_entradas, gerador) for _ in range(n_neuronios)]

    def saida(self, entrada):
        return [n.ativar(entrada) for n in self.neuronios]


class Rede:
    def __init__(self, *tamanhos, semente=0):
        g = np.random.RandomState(semente)
        self.camadas = [Camada(b, a, g) for a, b in zip(tamanhos, tamanhos[1:])]

    def propagar(self, x):
        for camada in self.camadas:
            x = camada.saida(x)
        return x

    def retropropagar(self, alvo, taxa):
        ultima = self.camadas[-1]
        for neuronio, t in zip(ultima.neuronios, alvo):
            neuronio.delta = (t - neuronio.saida) * neuronio.derivada()
        for i in reversed(range(len(self.camadas) - 1)):
            for j, neuronio in enumerate(self.camadas[i].neuronios):
                erro = sum(seguinte.pesos[j] * seguinte.delta for seguinte in self.camadas[i + 1].neuronios)
                neuronio.delta = erro * neuronio.derivada()
        for camada in self.camadas:
            for neuronio in camada.neuronios:
                neuronio.ajustar(taxa)


dados = [([0, 0, 1], [0, 1]), ([1, 0, 0], [1, 0]), ([0, 1, 1], [1, 1]), ([1, 1, 0], [0, 0]), ([1, 1, 1], [1, 0])]
rede = Rede(3, 4, 2, semente=9)
for epoca in range(150):
    eqm = 0
    for x, t in dados:
        y = rede.propagar(x)
        eqm += sum((a - b) ** 2 for a, b in zip(t, y)) / 2
        rede.retropropagar(t, 0.4)
    if epoca % 50 == 0:
        print("época", epoca, "EQM", eqm / len(dados))
