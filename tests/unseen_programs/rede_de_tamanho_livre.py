import random

import numpy as np

np.random.seed(10)
random.seed(10)


def sigmoide(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoide_linha(z):
    return sigmoide(z) * (1 - sigmoide(z))


class Rede:
    def __init__(self, tamanhos):
        self.ultima = len(tamanhos) - 2
        self.pesos, self.vieses = [], []
        for entra, sai in zip(tamanhos, tamanhos[1:]):
            self.pesos.append(np.random.randn(sai, entra) / np.sqrt(entra))
            self.vieses.append(np.random.randn(sai, 1))

    def treinar(self, dados, epocas, tam_lote, eta):
        for j in range(epocas):
            random.shuffle(dados)
            lotes = [dados[k:k + tam_lote] for k in range(0, len(dados), tam_lote)]
            self.primeiro = lotes[0]
            for lote in lotes:
                self.atualizar(lote, eta)
            print("Época", j, "acertos", self.avaliar(dados), "de", len(dados))

    def atualizar(self, lote, eta):
        soma_b = [0 * b for b in self.vieses]
        soma_w = [0 * w for w in self.pesos]
        for x, y in lote:
            zs, ativacoes = self.ida(x)
            delta = (ativacoes[-1] - y) * sigmoide_linha(zs[-1])
            for i in range(self.ultima, -1, -1):
                soma_b[i] += delta
                soma_w[i] += np.dot(delta, ativacoes[i].T)
                if i > 0:
                    delta = np.dot(self.pesos[i].T, delta) * sigmoide_linha(zs[i - 1])
        self.pesos = [w - (eta / len(lote)) * s for w, s in zip(self.pesos, soma_w)]
        self.vieses = [b - (eta / len(lote)) * s for b, s in zip(self.vieses, soma_b)]

    def ida(self, x):
        zs, ativacoes = [], [x]
        for w, b in zip(self.pesos, self.vieses):
            zs.append(np.dot(w, ativacoes[-1]) + b)
            ativacoes.append(sigmoide(zs[-1]))
        return zs, ativacoes

    def resposta(self, x):
        return self.ida(x)[1][-1]

    def avaliar(self, dados):
        return sum(int(self.resposta(x).argmax() == y.argmax()) for x, y in dados)


dados = []
for _ in range(120):
    x = np.random.rand(3, 1)
    classe = int(x[0, 0] * x[1, 0] > x[2, 0] / 3)
    y = np.zeros((2, 1))
    y[classe] = 1.0
    dados.append((x, y))

rede = Rede([3, 7, 5, 2])
rede.treinar(dados, epocas=20, tam_lote=12, eta=3.0)
