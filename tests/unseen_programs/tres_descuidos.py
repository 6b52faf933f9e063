"""Robô que desvia de obstáculos: três sensores, dois motores."""
import numpy as np

gerador = np.random.RandomState(44)


def sigmoide(x):
    return 1 / (1 + np.exp(-x))


class Robo:
    def __init__(self, taxa=0.3):
        self.w1 = gerador.uniform(-1, 1, (3, 6))
        self.w2 = gerador.uniform(-1, 1, (6, 4))
        self.w3 = gerador.uniform(-1, 1, (4, 2))
        self.v1 = gerador.uniform(-0.5, 0.5, (1, 6))
        self.v2 = gerador.uniform(-0.5, 0.5, (1, 4))
        self.v3 = gerador.uniform(-0.5, 0.5, (1, 2))
        self.taxa = taxa

    def decidir(self, s):
        self.s = s.reshape(1, -1)
        self.o1 = np.tanh(self.s @ self.w1 + self.v1)
        self.o2 = np.tanh(self.o1 @ self.w2 + self.v2)
        self.o3 = sigmoide(self.o2 @ self.w3 + self.v3)
        return self.o3

    def corrigir(self, alvo):
        erro3 = self.o3 - alvo
        delta3 = erro3 * self.o3 * (1 - self.o3)
        self.w3 -= self.taxa * self.o2.T @ delta3
        self.v3 -= self.taxa * delta3

        erro2 = delta3 @ self.w3.T
        delta2 = erro2 * (1 - self.o2 ** 2)
        erro1 = erro2 @ self.w2.T
        delta1 = erro1 * (1 - self.o1 ** 2)
        self.w2 -= self.taxa * self.o1.T @ delta2
        self.v2 -= self.taxa * delta2
        self.w1 -= self.taxa * self.s.T @ delta1

    def treinar(self, sensores, motores, ciclos):
        for c in range(ciclos):
            perda = 0.0
            for s, m in zip(sensores, motores):
                saida = self.decidir(s)
                perda += 0.5 * np.sum((saida - m) ** 2)
                self.corrigir(m)
            if c % 10 == 0:
                print("ciclo", c, "perda", round(perda, 3))


sensores = gerador.uniform(0, 1, (60, 3))
motores = np.where(sensores[:, [0]] > sensores[:, [2]], [[1, 0]], [[0, 1]]) * (sensores[:, [1]] > 0.1)

robo = Robo()
robo.treinar(sensores, motores, ciclos=50)
