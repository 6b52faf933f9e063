"""Classificar três ervas pelo comprimento e largura da folha.

Convenção do curso: cada exemplo é uma coluna (X é n_x por m, Y é 3 por m).
"""
import numpy as np


def gerar_dados(por_classe=25, semente=4):
    r = np.random.RandomState(semente)
    centros = {"salvia": (5.0, 2.0), "menta": (3.0, 2.2), "alecrim": (2.5, 0.4)}
    X, Y = [], []
    for k, (comp, larg) in enumerate(centros.values()):
        for _ in range(por_classe):
            X.append([comp + 0.6 * r.randn(), larg + 0.3 * r.randn()])
            alvo = [0, 0, 0]
            alvo[k] = 1
            Y.append(alvo)
    X = np.array(X).T
    Y = np.array(Y).T
    X = (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)
    return X, Y


def softmax(Z):
    exps = np.exp(Z - np.max(Z))
    return exps / np.sum(exps, axis=1, keepdims=True)


class Rede:
    def __init__(self, camadas, semente=1):
        r = np.random.RandomState(semente)
        self.L = len(camadas) - 1
        self.p = {}
        for l in range(1, self.L + 1):
            self.p["W" + str(l)] = r.randn(camadas[l], camadas[l - 1]) / np.sqrt(camadas[l - 1])
            self.p["b" + str(l)] = np.zeros((camadas[l], 1))

    def frente(self, X):
        self.cache = [X]
        A = X
        for l in range(1, self.L):
            A = np.tanh(self.p["W" + str(l)] @ A + self.p["b" + str(l)])
            self.cache.append(A)
        Z = self.p["W" + str(self.L)] @ A + self.p["b" + str(self.L)]
        return softmax(Z)

    def tras(self, P, Y):
        m = Y.shape[1]
        g = {}
        dZ = (P - Y) / m
        for l in range(self.L, 0, -1):
            A_ant = self.cache[l - 1]
            g["W" + str(l)] = dZ @ A_ant.T
            g["b" + str(l)] = dZ.sum(axis=1, keepdims=True)
            if l > 1:
                dZ = (self.p["W" + str(l)].T @ dZ) * (1 - A_ant ** 2)
        return g

    def treinar(self, X, Y, epocas=300, taxa=0.5):
        for ep in range(epocas):
            P = self.frente(X)
            g = self.tras(P, Y)
            for chave in self.p:
                self.p[chave] -= taxa * g[chave]
            if ep % 60 == 0:
                custo = -np.mean(np.sum(Y * np.log(P + 1e-9), axis=0))
                certo = np.mean(P.argmax(axis=0) == Y.argmax(axis=0))
                print(f"época {ep:3d}  custo {custo:.4f}  acerto {certo:.2f}")


if __name__ == "__main__":
    X, Y = gerar_dados()
    rede = Rede([2, 7, 4, 3])
    rede.treinar(X, Y)
