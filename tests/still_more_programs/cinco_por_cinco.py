import numpy as np

# La red del informe: 5 sensores -> 5 -> 5 -> 5 actuadores
np.random.seed(37)
muestras = 28
sensores = np.random.randn(muestras, 5)
actuadores = np.tanh(sensores @ np.random.randn(5, 5) * 0.6)


class Informe:
    def __init__(self):
        self.W = [None] + [np.random.randn(5, 5) * 0.45 for _ in range(3)]
        self.b = [None] + [np.zeros(5) for _ in range(3)]

    def correr(self, x):
        s = lambda v: 1 / (1 + np.exp(-v))
        self.y0 = x
        self.y1 = s(self.y0 @ self.W[1] + self.b[1])
        self.y2 = s(self.y1 @ self.W[2] + self.b[2])
        self.y3 = self.y2 @ self.W[3] + self.b[3]
        return self.y3

    def derivar(self, objetivo):
        delta3 = (self.y3 - objetivo) / len(objetivo)
        delta2 = (delta3 @ self.W[3].T) * self.y2 * (1 - self.y2)
        delta1 = (delta2 @ self.W[2].T) * self.y1 * (1 - self.y1)

        self.dW3 = self.y2.T @ delta3
        self.dW2 = self.y1.T @ delta2
        self.dW1 = self.y0.T @ delta2

        self.db3 = np.sum(self.dW3, axis=0)
        self.db2 = np.sum(delta2, axis=0)
        self.db1 = np.sum(delta1, axis=0)

    def mover(self, paso):
        self.W[1] = self.W[1] - paso * self.dW1
        self.W[2] = self.W[2] - paso * self.dW2
        self.W[3] = self.W[3] - paso * self.dW3
        self.b[1] = self.b[1] - paso * self.db1
        self.b[2] = self.b[2] + paso * self.db2
        self.b[3] = self.b[3] - paso * self.db3


red = Informe()
costos = []
for k in range(150):
    y = red.correr(sensores)
    costos.append(0.5 * np.mean(np.sum((y - actuadores) ** 2, axis=1)))
    red.derivar(actuadores)
    red.mover(0.3)
    if k % 30 == 0:
        print("k =", k, " costo =", costos[-1])
