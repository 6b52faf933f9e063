import numpy as np

np.random.seed(81)
X = np.random.uniform(-1, 1, (60, 2))
Y = (X[:, [0]] ** 2 > X[:, [1]]).astype(float)
tam = [2, 4, 4, 1]
L = len(tam) - 1

pesos = [np.random.randn(tam[i], tam[i + 1]) for i in range(L)]
sesgos = [np.random.rand(1, tam[i + 1]) * 0.3 for i in range(L)]


def activar(z, ultima):
    if ultima:
        return 1 / (1 + np.exp(-z))
    return np.maximum(0, z)


for epoca in range(300):
    A = [X]
    for l in range(L):
        A.append(activar(A[-1] @ pesos[l] + sesgos[l], l == L - 1))
    perdida = -np.mean(Y * np.log(A[-1]) + (1 - Y) * np.log(1 - A[-1]))

    delta = [np.zeros_like(a) for a in A[1:]]
    delta[-1] = (A[-1] - Y) / len(X)
    for l in range(L - 2, 0, -1):
        delta[l] = (delta[l + 1] @ pesos[l + 1].T) * (A[l + 1] > 0)

    for l in range(L):
        pesos[l] -= 0.3 * A[l].T @ delta[l]
        sesgos[l] -= 0.3 * delta[l].sum(axis=0, keepdims=True)
    if epoca % 100 == 0:
        print("época", epoca, "pérdida", perdida)
