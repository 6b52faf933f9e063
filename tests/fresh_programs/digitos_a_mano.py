# Reconocer digitos de 5x3 dibujados a mano
import numpy as np

DIBUJOS = {
    0: "###|#.#|#.#|#.#|###",
    1: ".#.|##.|.#.|.#.|###",
    2: "###|..#|###|#..|###",
    3: "###|..#|.##|..#|###",
    4: "#.#|#.#|###|..#|..#",
    7: "###|..#|.#.|.#.|.#.",
}


def a_vector(dibujo):
    return np.array([1.0 if c == "#" else 0.0 for c in dibujo.replace("|", "")])


class Perceptron:
    def __init__(self, n_entrada, n_oculta, n_salida, tasa=0.1):
        gen = np.random.RandomState(4)
        self.W1 = gen.normal(0, 0.4, (n_oculta, n_entrada))
        self.b1 = np.zeros((n_oculta, 1))
        self.W2 = gen.normal(0, 0.4, (n_salida, n_oculta))
        self.b2 = np.zeros((n_salida, 1))
        self.tasa = tasa

    def propagar(self, x):
        self.x = x.reshape(-1, 1)
        self.z1 = self.W1 @ self.x + self.b1
        self.a1 = 1 / (1 + np.exp(-self.z1))
        self.z2 = self.W2 @ self.a1 + self.b2
        exps = np.exp(self.z2 - np.max(self.z2))
        self.y = exps / np.sum(exps)
        return self.y

    def retropropagar(self, objetivo):
        # softmax + entropia cruzada: todo se reduce a y - t
        delta2 = self.y - objetivo
        delta1 = (self.W2.T @ delta2) * self.a1 * (1 - self.a1)
        self.W2 -= self.tasa * delta2 @ self.a1.T
        self.b2 -= self.tasa * delta2
        self.W1 -= self.tasa * delta1 @ self.x.T
        self.b1 -= self.tasa * delta1

    def entrenar(self, X, Y, epocas):
        gen = np.random.RandomState(0)
        for epoca in range(epocas):
            perdida = 0
            ecm = 0
            for i in gen.permutation(len(X)):
                salida = self.propagar(X[i])
                t = Y[i].reshape(-1, 1)
                perdida -= np.log(salida[t == 1][0])
                ecm += np.mean((salida - t) ** 2)   # solo por curiosidad
                self.retropropagar(t)
            if epoca % 50 == 0:
                print(f"epoca {epoca}: perdida {perdida:.4f} (ecm {ecm / len(X):.4f})")


digitos = sorted(DIBUJOS)
X = np.array([a_vector(DIBUJOS[d]) for d in digitos])
Y = np.eye(len(digitos))

red = Perceptron(15, 8, len(digitos))
red.entrenar(X, Y, 200)

# probar con un pixel cambiado
ruido = np.random.RandomState(1)
for n, d in enumerate(digitos):
    roto = X[n].copy()
    p = ruido.randint(15)
    roto[p] = 1 - roto[p]
    print(d, "->", digitos[int(np.argmax(red.propagar(roto)))])
