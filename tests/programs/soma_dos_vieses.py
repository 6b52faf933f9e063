import numpy as np

np.random.seed(27)


def sigmoide(soma):
    return 1 / (1 + np.exp(-soma))


def derivada_sigmoide(saida):
    return 1 - saida


def propagar(x, w, b):
    return sigmoide(np.dot(x, w) + b)


x = np.random.rand(20, 3)
d = np.stack([(x[:, 0] > x[:, 1]), (x[:, 1] > x[:, 2])], axis=1).astype(int)

w1 = np.random.uniform(-1, 1, (3, 4))
b1 = np.zeros(4)
w2 = np.random.uniform(-1, 1, (4, 2))
b2 = np.zeros(2)
taxa = 0.05

for epoca in range(800):
    h = propagar(x, w1, b1)
    y = propagar(h, w2, b2)
    erro = y - d

    delta2 = erro * derivada_sigmoide(y)
    delta1 = np.dot(delta2, w2.T) * derivada_sigmoide(h)

    grad_w2 = np.dot(h.T, delta2)
    grad_b2 = np.sum(delta2)
    grad_w1 = np.dot(x.T, delta1)
    grad_b1 = np.sum(delta1, axis=0)

    w2 = w2 - taxa * grad_w2
    b2 = b2 - taxa * grad_b2
    w1 = w1 - taxa * grad_w1
    b1 = b1 - taxa * grad_b1

    if (epoca + 1) % 200 == 0:
        print("Época", epoca + 1, "custo", 0.5 * np.sum(erro ** 2))
