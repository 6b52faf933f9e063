"""Lista 2 - Questão 4: rede neural com AdaGrad em precisão simples (float32)."""
import numpy as np

rng = np.random.default_rng(88)
TIPO = np.float32


class CamadaDensa:
    def __init__(self, entradas, saidas):
        lim = np.sqrt(6.0 / (entradas + saidas))
        self.pesos = rng.uniform(-lim, lim, size=(entradas, saidas)).astype(TIPO)
        self.vies = np.zeros(saidas, dtype=TIPO)

    def propagar(self, x):
        self.x = x
        return x @ self.pesos + self.vies

    def retropropagar(self, grad):
        self.g_pesos = self.x.T @ grad
        self.g_vies = grad.sum(axis=0)
        return grad @ self.pesos.T


class Sigmoide:
    def propagar(self, x):
        self.y = 1 / (1 + np.exp(-x))
        return self.y

    def retropropagar(self, grad):
        return grad * self.y * (1 - self.y)


class AdaGrad:
    def __init__(self, camadas, taxa=0.1):
        self.camadas = [c for c in camadas if hasattr(c, "pesos")]
        self.taxa = TIPO(taxa)
        self.acum = [(np.zeros_like(c.pesos), np.zeros_like(c.vies)) for c in self.camadas]

    def passo(self):
        for c, (gw, gb) in zip(self.camadas, self.acum):
            gw += c.g_pesos ** 2
            gb += c.g_vies ** 2
            c.pesos -= self.taxa * c.g_pesos / (np.sqrt(gw) + TIPO(1e-7))
            c.vies -= self.taxa * c.g_vies / (np.sqrt(gb) + TIPO(1e-7))


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def gerar(n=120):
    """Flores de mentira: quatro medidas, três espécies."""
    especie = rng.integers(0, 3, n)
    centros = np.array([[5.0, 3.4, 1.5, 0.2], [5.9, 2.8, 4.3, 1.3], [6.6, 3.0, 5.5, 2.0]])
    x = centros[especie] + rng.normal(0, 0.3, (n, 4))
    return ((x - x.mean(0)) / x.std(0)).astype(TIPO), np.eye(3, dtype=TIPO)[especie]


X, Y = gerar()
camadas = [CamadaDensa(4, 12), Sigmoide(), CamadaDensa(12, 3)]
otimizador = AdaGrad(camadas)
tam_lote = 24

for epoca in range(30):
    perm = rng.permutation(len(X))
    X, Y = X[perm], Y[perm]
    total = 0.0
    for k in range(0, len(X), tam_lote):
        xb = X[k : k + tam_lote]
        yb = Y[k : k + tam_lote]
        saida = xb
        for camada in camadas:
            saida = camada.propagar(saida)
        p = softmax(saida)
        total += -np.sum(yb * np.log(p + 1e-9))
        grad = (p - yb) / len(xb)
        for camada in reversed(camadas):
            grad = camada.retropropagar(grad)
        otimizador.passo()
    if epoca % 10 == 0:
        print(f"época {epoca}: entropia cruzada {total / len(X):.4f} ({p.dtype})")

saida = X
for camada in camadas:
    saida = camada.propagar(saida)
print("acertos:", np.mean(saida.argmax(1) == Y.argmax(1)))
