"""Identificación de un motor: voltaje y carga -> velocidad y corriente."""
import numpy as np

azar = np.random.RandomState(81)
K = 36
voltaje = azar.uniform(-1, 1, K)
carga = azar.uniform(-1, 1, K)
entradas = np.array([voltaje, carga, voltaje * carga])
salidas = np.array([voltaje - 0.4 * carga, 0.3 * voltaje + 0.8 * carga ** 2])


class Motor:
    def __init__(self, ocultas=5, eta=0.5):
        self.eta = eta
        self.V = azar.normal(0, 0.7, (ocultas, 3))
        self.v = azar.normal(0, 0.3, (ocultas, 1))
        self.U = azar.normal(0, 0.7, (2, ocultas))
        self.u = azar.normal(0, 0.3, (2, 1))

    def simular(self, x):
        self.x = x
        self.suma = self.V @ x + self.v
        self.oculta = np.tanh(self.suma)
        self.salida = self.U @ self.suma + self.u
        return self.salida

    def aprender(self, y):
        n = y.shape[1]
        d = (self.salida - y) / n
        self.U = self.U - self.eta * d @ self.oculta.T
        self.u = self.u + self.eta * d.sum(axis=1, keepdims=True)
        r = (self.U.T @ d) * (1 - self.oculta ** 2)
        self.V = self.V - self.eta * r @ self.x.T
        self.v = self.v - self.eta * r.sum(axis=1, keepdims=True)


def error(y, t):
    return 0.5 * np.sum((y - t) ** 2) / t.shape[1]


m = Motor()
curva = []
for ensayo in range(120):
    y = m.simular(entradas)
    curva.append(error(y, salidas))
    m.aprender(salidas)
    if ensayo % 30 == 0:
        print("ensayo %d: %.4f" % (ensayo, curva[-1]))
