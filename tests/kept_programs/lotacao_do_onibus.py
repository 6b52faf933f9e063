# Trabalho prático 2 - Introdução a Redes Neurais
# Lotação do ônibus das 7h (fração) a partir de chuva, dia, férias
import numpy as np

np.random.seed(64)


def sigmoide(z):
    return 1.0 / (1.0 + np.exp(-z))


def dados(n=48):
    chuva = np.random.gamma(1.5, 2.0, (n, 1))
    dia = np.random.randint(0, 5, (n, 1))
    ferias = (np.random.rand(n, 1) < 0.2).astype(float)
    lot = 0.55 + 0.05 * np.tanh(chuva - 2) + 0.06 * (dia == 0) - 0.35 * ferias
    lot = np.clip(lot + 0.02 * np.random.randn(n, 1), 0, 1)
    return np.hstack([chuva / 3 - 1, dia / 2 - 1, ferias]), lot


def grad_pesos(entrada, delta):
    return entrada.T @ delta


def grad_vies(delta):
    return delta.mean(axis=0, keepdims=True)


X, T = dados()
print("X:", X.shape, "T:", T.shape)

n1 = 6
n2 = 6
W1 = np.random.randn(3, n1) * 0.8
v1 = np.zeros((1, n1))
W2 = np.random.randn(n1, n2) * 0.8
v2 = np.zeros((1, n2))
W3 = np.random.randn(n2, 1) * 0.8
v3 = np.zeros((1, 1))

eta = 0.05
erros = []
for it in range(2000):
    # ida
    A1 = sigmoide(X @ W1 + v1)
    A2 = sigmoide(A1 @ W2 + v2)
    Y = sigmoide(A2 @ W3 + v3)
    E = 0.5 * np.sum((Y - T) ** 2)
    erros.append(E)

    # volta
    delta3 = (Y - T) * Y * (1 - Y)
    delta2 = (delta3 @ W3.T) * A2 * (1 - A2)
    delta1 = (delta2 @ W2.T) * A1 * (1 - A1)

    gW3 = grad_pesos(A2, delta3)
    gW2 = grad_pesos(A2, delta2)
    gW1 = grad_pesos(X, delta1)

    W3 -= eta * gW3
    W2 -= eta * gW2
    W1 -= eta * gW1
    v3 -= eta * grad_vies(delta3)
    v2 -= eta * grad_vies(delta2)
    v1 -= eta * grad_vies(delta1)

    if it % 400 == 0:
        print("iteração %d: erro %.5f" % (it, E))

import matplotlib.pyplot as plt

plt.semilogy(erros)
plt.title("Erro total")
plt.show()
