import numpy as np

class RedeNeural:
    """Rede com duas camadas ocultas, para o seminário de IA."""

    def __init__(self, n_entrada, n_oculta, n_saida, taxa=0.1):
        np.random.seed(42)
        self.taxa = taxa
        self.w1 = np.random.randn(n_entrada, n_oculta)
        self.b1 = np.zeros((1, n_oculta))
        self.w2 = np.random.randn(n_oculta, n_oculta)
        self.b2 = np.zeros((1, n_oculta))
        self.w3 = np.random.randn(n_oculta, n_saida)
        self.b3 = np.zeros((1, n_saida))

    def sigmoide(self, x):
        return 1 / (1 + np.exp(-x))

    def feedforward(self, x):
        self.a1 = self.sigmoide(x @ self.w1 + self.b1)
        self.a2 = self.sigmoide(self.a1 @ self.w2 + self.b2)
        self.a3 = self.sigmoide(self.a2 @ self.w3 + self.b3)
        return self.a3

    def backpropagation(self, x, y):
        d3 = (self.a3 - y) * self.a3 * (1 - self.a3)
        d2 = (d3 @ self.w3.T) * self.a2 * (1 - self.a2)
        d1 = (d2 @ self.w2.T) * self.a1 * (1 - self.a1)

        dw3 = self.a2.T @ d3
        dw2 = self.a2.T @ d2
        dw1 = x.T @ d1

        self.w3 -= self.taxa * dw3
        self.w2 -= self.taxa * dw2
        self.w1 -= self.taxa * dw1
        self.b3 -= self.taxa * d3.sum(axis=0, keepdims=True)
        self.b2 -= self.taxa * d2.sum(axis=0, keepdims=True)
        self.b1 -= self.taxa * d1.sum(axis=0, keepdims=True)

    def treinar(self, x, y, epocas):
        for e in range(epocas):
            saida = self.feedforward(x)
            self.backpropagation(x, y)
            if e % 100 == 0:
                print(f"Época {e}, perda: {0.5 * np.sum((y - saida) ** 2):.4f}")


if __name__ == "__main__":
    X = np.array([[i >> k & 1 for k in range(3)] for i in range(8)], dtype=float)
    # paridade e maioria
    Y = np.c_[X.sum(axis=1) % 2, X.sum(axis=1) > 1.5].astype(float)
    rede = RedeNeural(3, 5, 2)
    rede.treinar(X, Y, 400)
    print(np.round(rede.feedforward(X), 2))
