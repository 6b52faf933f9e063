# Dígitos desenhados à mão (0, 1, 4 e 7) em 5 linhas x 4 colunas
# O professor pediu erro quadrático, então a derivada do softmax precisa da matriz jacobiana.
import numpy as np

np.random.seed(40)

desenhos = {
    0: ["0110", "1001", "1001", "1001", "0110"],
    1: ["0010", "0110", "0010", "0010", "0111"],
    4: ["1001", "1001", "1111", "0001", "0001"],
    7: ["1111", "0001", "0010", "0100", "0100"],
}

X = []
D = []
for indice, (digito, linhas) in enumerate(desenhos.items()):
    base = np.array([float(p) for p in "".join(linhas)])
    for copia in range(6):
        X.append(base + 0.2 * np.random.randn(20))
        alvo = np.zeros(4)
        alvo[indice] = 1.0
        D.append(alvo)

Wh = 0.4 * np.random.randn(9, 20)
bh = np.zeros(9)
Ws = 0.4 * np.random.randn(4, 9)
bs = np.zeros(4)
parametros = [Wh, bh, Ws, bs]
somas = [np.zeros(p.shape) for p in parametros]


def softmax(v):
    e = np.exp(v - max(v))
    return e / sum(e)


def propaga(x):
    h = 1.0 / (1.0 + np.exp(-(Wh.dot(x) + bh)))
    return h, softmax(Ws.dot(h) + bs)


eta = 0.2
for epoca in range(50):
    erro_total = 0.0
    for n in np.random.permutation(len(X)):
        x, d = X[n], D[n]
        h, p = propaga(x)
        erro = d - p
        erro_total += 0.5 * erro.dot(erro)

        # jacobiano do softmax: J[i, j] = p_i (1{i=j} - p_j)
        J = np.diag(p) - np.outer(p, p)
        delta_s = -J.dot(erro)
        delta_h = Ws.T.dot(delta_s) * h * (1 - h)

        grads = [np.outer(delta_h, x), delta_h, np.outer(delta_s, h), delta_s]
        for parametro, soma, g in zip(parametros, somas, grads):
            soma += g * g
            parametro -= eta * g / np.sqrt(soma + 1e-8)

    if epoca % 10 == 0:
        print("época %2d  erro %.4f" % (epoca, erro_total))

certos = 0
for x, d in zip(X, D):
    certos += int(np.argmax(propaga(x)[1]) == np.argmax(d))
print(certos, "certos de", len(X))
