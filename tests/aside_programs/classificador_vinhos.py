import numpy as np

gerador = np.random.default_rng(2)


class Densa:
    def __init__(self, entradas, saidas):
        self.pesos = gerador.normal(0, np.sqrt(2 / entradas), (entradas, saidas))
        self.vies = np.zeros((1, saidas))

    def frente(self, x, treino):
        self.x = x
        return x @ self.pesos + self.vies

    def tras(self, grad):
        self.d_pesos = self.x.T @ grad
        self.d_vies = grad.sum(axis=0, keepdims=True)
        return grad @ self.pesos.T


class Relu:
    def frente(self, x, treino):
        self.ativo = x > 0
        return x * self.ativo

    def tras(self, grad):
        grad *= self.ativo
        return grad


class Dropout:
    def __init__(self, fica):
        self.fica = fica

    def frente(self, x, treino):
        if not treino:
            return x
        self.mascara = gerador.binomial(1, self.fica, x.shape) / self.fica
        return x * self.mascara

    def tras(self, grad):
        return grad * self.mascara


class EntropiaSoftmax:
    def perda(self, z, y):
        z = z - z.max(axis=1, keepdims=True)
        self.p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        self.y = y
        return -np.log(self.p[range(len(y)), y]).sum()

    def tras(self):
        g = self.p.copy()
        g[range(len(self.y)), self.y] -= 1
        return g


def fazer_vinhos(n):
    tipos = gerador.integers(0, 3, n)       # tinto, branco, rosé
    centros = np.array([[13.5, 0.5, 2.4, 9.0, 3.3], [12.0, 0.3, 6.0, 2.0, 3.1], [12.5, 0.4, 4.0, 4.5, 3.2]])
    desvios = np.array([0.6, 0.1, 1.5, 1.2, 0.1])
    return centros[tipos] + gerador.normal(size=(n, 5)) * desvios, tipos


X, y = fazer_vinhos(120)
media, desvio = X.mean(axis=0), X.std(axis=0)
X = (X - media) / desvio
X_teste, y_teste = fazer_vinhos(60)
X_teste = (X_teste - media) / desvio

rede = [Densa(5, 14), Relu(), Dropout(0.7), Densa(14, 3)]
criterio = EntropiaSoftmax()
taxa = 0.002

for epoca in range(300):
    saida = X
    for camada in rede:
        saida = camada.frente(saida, True)
    perda = criterio.perda(saida, y)
    grad = criterio.tras()
    for camada in rede[::-1]:
        grad = camada.tras(grad)
    for camada in rede:
        if isinstance(camada, Densa):
            camada.pesos -= taxa * camada.d_pesos
            camada.vies -= taxa * camada.d_vies
    if epoca % 60 == 0:
        print("época", epoca, "perda média", perda / len(y))

saida = X_teste
for camada in rede:
    saida = camada.frente(saida, False)
print("acertos no teste:", np.mean(saida.argmax(axis=1) == y_teste))
