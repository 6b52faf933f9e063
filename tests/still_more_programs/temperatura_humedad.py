"""Red neuronal para estimar la sensación térmica (proyecto final)."""
import numpy as np


class RedNeuronal:
    def __init__(self, capas, tasa=0.05):
        self.tasa = tasa
        self.rng = np.random.RandomState(3)
        self.pesos_ih = self.rng.randn(capas[0], capas[1]) * 0.5
        self.pesos_ho = self.rng.randn(capas[1], capas[2]) * 0.5
        self.sesgo_h = np.zeros((1, capas[1]))
        self.sesgo_o = np.zeros((1, capas[2]))
        self.errores = []

    @staticmethod
    def tanh_derivada(a):
        return 1.0 - a * a

    def propagar(self, X):
        self.h = np.tanh(np.dot(X, self.pesos_ih) + self.sesgo_h)
        self.o = np.dot(self.h, self.pesos_ho) + self.sesgo_o
        return self.o

    def retropropagar(self, X, Y):
        n = X.shape[0]
        # guardo los pesos de antes para propagar el error
        pesos_anteriores = self.pesos_ho
        delta_o = (self.o - Y) / n
        self.pesos_ho -= self.tasa * np.dot(self.h.T, delta_o)
        self.sesgo_o -= self.tasa * np.sum(delta_o, axis=0, keepdims=True)

        delta_h = np.dot(delta_o, pesos_anteriores.T) * self.tanh_derivada(self.h)
        self.pesos_ih -= self.tasa * np.dot(X.T, delta_h)
        self.sesgo_h -= self.tasa * np.sum(delta_h, axis=0, keepdims=True)

    def entrenar(self, X, Y, epocas):
        for i in range(epocas):
            self.propagar(X)
            self.errores.append(np.mean(np.sum((self.o - Y) ** 2, axis=1)) / 2)
            self.retropropagar(X, Y)
            if i % 50 == 0:
                print("Época:", i, "Error:", self.errores[-1])


gen = np.random.RandomState(10)
temp = gen.uniform(10, 40, 50)
hum = gen.uniform(20, 90, 50)
viento = gen.uniform(0, 30, 50)
X = np.column_stack(((temp - 25) / 15, (hum - 55) / 35, (viento - 15) / 15))
sensacion = temp + 0.05 * hum - 0.2 * viento
Y = np.column_stack(((sensacion - 25) / 15, (sensacion > 30) * 1.0))

red = RedNeuronal([3, 6, 2], tasa=0.4)
red.entrenar(X, Y, 200)
