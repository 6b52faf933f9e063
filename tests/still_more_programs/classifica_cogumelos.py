# cogumelos comestíveis (atributos sorteados), rede com entrada de bias = 1
import numpy as np


def sigmoide(v):
    return 1 / (1 + np.exp(-v))


def derivada_sigmoide(y):
    return y * (1 - y)


class MLP:
    def __init__(self, n_entradas, n_escondida, n_saida, alpha):
        np.random.seed(12)
        self.alpha = alpha
        # +1 por causa do bias (primeira coluna)
        self.v = np.random.uniform(-1, 1, (n_escondida, n_entradas + 1))
        self.w = np.random.uniform(-1, 1, (n_saida, n_escondida + 1))

    def feedforward(self, x):
        self.x = np.insert(x, 0, 1)
        self.a = np.insert(sigmoide(np.dot(self.v, self.x)), 0, 1)
        self.y = sigmoide(np.dot(self.w, self.a))
        return self.y

    def backpropagation(self, t):
        erro = t - self.y
        delta_saida = erro * derivada_sigmoide(self.y)

        # retropropaga sem o bias
        w_sem_bias = self.w[:, :-1]
        erro_escondida = np.dot(delta_saida, w_sem_bias)
        delta_escondida = erro_escondida * derivada_sigmoide(self.a[1:])

        self.w = self.w + self.alpha * np.outer(delta_saida, self.a)
        self.v = self.v + self.alpha * np.outer(delta_escondida, self.x)
        return 0.5 * np.sum(erro ** 2)

    def treinar(self, entradas, alvos, epocas):
        for epoca in range(epocas):
            total = 0.0
            for x, t in zip(entradas, alvos):
                self.feedforward(x)
                total += self.backpropagation(t)
            if epoca % 20 == 0:
                print("Época %d - erro %.4f" % (epoca, total / len(entradas)))


sorteio = np.random.RandomState(34)
entradas = sorteio.randint(0, 2, (20, 4)).astype(float)
comestivel = ((entradas[:, 0] + entradas[:, 2]) % 2 == 0).astype(float)
alvos = np.stack([comestivel, 1 - comestivel], axis=1)

mlp = MLP(4, 5, 2, alpha=0.4)
mlp.treinar(entradas, alvos, 100)
acertos = sum(np.argmax(mlp.feedforward(x)) == np.argmax(t) for x, t in zip(entradas, alvos))
print("acertos:", acertos, "/", len(alvos))
