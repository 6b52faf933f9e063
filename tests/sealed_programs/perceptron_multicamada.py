import numpy as np


class MLP:
    """Perceptron multicamada com uma camada escondida."""

    def __init__(self, n_entrada, n_escondida, n_saida, taxa=0.7):
        gerador = np.random.RandomState(42)
        self.taxa = taxa
        self.W1 = gerador.uniform(-0.8, 0.8, size=(n_entrada, n_escondida))
        self.b1 = np.zeros((1, n_escondida))
        self.W2 = gerador.uniform(-0.8, 0.8, size=(n_escondida, n_saida))
        self.b2 = np.zeros((1, n_saida))

    @staticmethod
    def sigmoide(z):
        return 1.0 / (1.0 + np.exp(-z))

    def propaga(self, x):
        self.x = x.reshape(1, -1)
        self.h = self.sigmoide(self.x @ self.W1 + self.b1)
        self.o = self.sigmoide(self.h @ self.W2 + self.b2)
        return self.o

    def retropropaga(self, y):
        erro = y.reshape(1, -1) - self.o
        grad_saida = erro * self.o * (1 - self.o)
        self.W2 += self.taxa * self.h.T @ grad_saida
        self.b2 += self.taxa * grad_saida

        grad_esc = (grad_saida @ self.W2.T) * self.h * (1 - self.h)
        self.W1 += self.taxa * self.x.T @ grad_esc
        self.b1 += self.taxa * grad_esc
        return 0.5 * float(np.sum(erro ** 2))

    def treinar(self, X, Y, epocas=150):
        for ep in range(epocas):
            total = 0
            for x, y in zip(X, Y):
                self.propaga(x)
                total += self.retropropaga(y)
            if (ep + 1) % 50 == 0:
                print(f"época {ep + 1}: erro = {total:.4f}")

    def prever(self, x):
        return (self.propaga(x) > 0.5).astype(int).ravel()


if __name__ == "__main__":
    # soma de dois números de 2 bits dá vai-um? e é par?
    X, Y = [], []
    for a in range(4):
        for b in range(4):
            X.append([a >> 1, a & 1, b >> 1, b & 1])
            Y.append([int(a + b > 3), int((a + b) % 2 == 0)])
    X = np.array(X, dtype=float)
    Y = np.array(Y, dtype=float)

    mlp = MLP(4, 6, 2)
    mlp.treinar(X, Y)
    certos = sum((mlp.prever(x) == y).all() for x, y in zip(X, Y))
    print("acertos:", certos, "de", len(X))
