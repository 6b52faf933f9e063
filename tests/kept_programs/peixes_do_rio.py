# Classificar peixes (tambaqui ou pacu) pelo comprimento, altura, peso e pelas nadadeiras
# biologo aprendendo redes neurais, aceito sugestoes!
import numpy as np

rng = np.random.default_rng(77)

n = 96
especie = (rng.random(n) < 0.5).astype(float)
comprimento = rng.normal(38, 6, n) + 12 * especie
altura = 0.45 * comprimento + rng.normal(0, 1.5, n) - 2.5 * especie
peso = 0.02 * comprimento ** 2 * altura / 18 + rng.normal(0, 2, n)
raios = rng.normal(22, 2, n) + 2 * especie

X = np.array([comprimento, altura, peso, raios]).T
X = (X - X.mean(axis=0)) / X.std(axis=0)
Y = especie.reshape(-1, 1)

# pesos
W1 = rng.normal(0, 0.6, (4, 8))
b1 = np.zeros((1, 8))
W2 = rng.normal(0, 0.6, (8, 4))
b2 = np.zeros((1, 4))
W3 = rng.normal(0, 0.6, (4, 1))
b3 = np.zeros((1, 1))


def relu(v):
    return np.maximum(0, v)


def sigmoide(v):
    return 1 / (1 + np.exp(-v))


taxa = 0.1
lote = 16

for epoca in range(100):
    perm = rng.permutation(n)
    perda = 0
    for ini in range(0, n, lote):
        xb = X[perm[ini:ini + lote]]
        yb = Y[ini:ini + lote]
        k = len(xb)

        # ida
        a1 = relu(xb @ W1 + b1)
        a2 = relu(a1 @ W2 + b2)
        s = sigmoide(a2 @ W3 + b3)
        perda -= np.sum(yb * np.log(s + 1e-9) + (1 - yb) * np.log(1 - s + 1e-9))

        # volta, camada por camada
        delta3 = (s - yb) / k
        W3 -= taxa * (a2.T @ delta3)
        b3 -= taxa * delta3.sum(axis=0, keepdims=True)

        delta2 = (delta3 @ W3.T) * (a2 > 0)
        delta1 = (delta2 @ W2.T) * (a1 > 0)

        W2 -= taxa * (a1.T @ delta2)
        b2 -= taxa * delta2.sum(axis=0, keepdims=True)
        W1 -= taxa * (xb.T @ delta1)
        b1 -= taxa * delta1.sum(axis=0, keepdims=True)

    if epoca % 20 == 0:
        print("epoca %d: perda %.4f" % (epoca, perda / n))

final = sigmoide(relu(relu(X @ W1 + b1) @ W2 + b2) @ W3 + b3)
acertos = np.sum((final > 0.5) == (Y > 0.5))
print("acertos:", acertos, "de", n)
