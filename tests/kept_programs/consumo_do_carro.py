# Previsao do consumo de um carro (km/l) a partir do peso, da potencia e do ano
# Projeto da disciplina de Maquinas Termicas, feito sem tensorflow nem pytorch
import numpy as np


class Rede:
    def __init__(self, n_entrada, n_oculta, semente=3):
        r = np.random.RandomState(semente)
        self.W1 = r.randn(n_entrada, n_oculta) * 0.5
        self.b1 = r.randn(1, n_oculta) * 0.1
        self.W2 = r.randn(n_oculta, 1) * 0.5
        self.b2 = np.zeros((1, 1))
        self.perdas = []

    def frente(self, X):
        self.Z1 = X.dot(self.W1) + self.b1
        self.A1 = np.tanh(self.Z1)
        self.saida = self.A1.dot(self.W2) + self.b2
        return self.saida

    def tras(self, X, y):
        n = X.shape[0]
        dsaida = 2 * (self.saida - y) / n
        self.dW2 = self.A1.T.dot(dsaida)
        self.db2 = dsaida.sum(axis=0, keepdims=True)
        dA1 = dsaida.dot(self.W2.T)
        dZ1 = dA1 * (1 - self.A1 ** 2)
        self.dW1 = X.T.dot(dZ1)
        self.db1 = dZ1.sum(axis=0, keepdims=True)

    def atualizar(self, taxa):
        self.W2 -= taxa * self.dW2
        self.b2 -= taxa * self.db2
        self.W1 += taxa * self.dW1
        b1 = self.b1 - taxa * self.db1

    def treinar(self, X, y, epocas, taxa):
        for e in range(epocas):
            p = self.frente(X)
            perda = np.mean((p - y) ** 2)
            self.perdas.append(perda)
            self.tras(X, y)
            self.atualizar(taxa)
            if e % 200 == 0:
                print("epoca", e, "- perda", perda)


# dados parecidos com os do conjunto auto-mpg
rs = np.random.RandomState(0)
n = 90
peso = rs.uniform(0.8, 2.2, n)        # toneladas
potencia = 40 + 55 * peso + rs.normal(0, 12, n)
ano = rs.randint(70, 83, n)
kml = 22 - 6.5 * peso - 0.015 * potencia + 0.25 * (ano - 76) + rs.normal(0, 0.5, n)

X = np.column_stack([peso, potencia, ano])
X = (X - X.mean(0)) / X.std(0)
y = kml.reshape(-1, 1)
media, desvio = y.mean(), y.std()
y = (y - media) / desvio

rede = Rede(3, 6)
rede.treinar(X, y, 1000, 0.02)

novo = rede.frente(X[:5]) * desvio + media
print("previsto:", novo.ravel().round(1))
print("medido:  ", kml[:5].round(1))
