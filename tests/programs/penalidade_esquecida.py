import numpy as np

np.random.seed(58)
pontos = np.random.randn(30, 2)
classes = np.eye(2)[(np.abs(pontos).sum(axis=1) > 1.4).astype(int)]

U = np.random.randn(2, 5)
a = np.zeros(5)
V = np.random.randn(5, 2)
c = np.zeros(2)
velU, vela, velV, velc = 0, 0, 0, 0
reg, taxa, inercia = 0.02, 0.05, 0.8


def softmax(s):
    s = np.exp(s - np.max(s))
    return s / np.sum(s)


for epoca in range(40):
    custo = 0
    for i in range(len(pontos)):
        x = pontos[i]
        t = classes[i - 1]
        h = np.tanh(x @ U + a)
        p = softmax(h @ V + c)
        custo += -np.sum(classes[i] * np.log(p)) + 0.5 * reg * (np.sum(U ** 2) + np.sum(V ** 2))

        e = p - t
        dh = -(V @ e) * (1 - h ** 2)
        gV = np.outer(h, e)
        gU = np.outer(x, dh) + reg * U

        velU = inercia * velU - taxa * gU
        vela = inercia * vela - taxa * dh
        velV = inercia * velV - taxa * gV
        velc = inercia * velc - taxa * e
        U = U + velU
        a = a + vela
        V = V + velV
        c = c + velc
    if epoca % 10 == 0:
        print("época", epoca, "custo médio", custo / len(pontos))
