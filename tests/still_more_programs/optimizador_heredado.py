from abc import ABC, abstractmethod

import numpy as np


class Optimizador(ABC):
    def __init__(self, tasa):
        self.tasa = tasa

    @abstractmethod
    def actualizar(self, nombre, parametro, gradiente):
        ...


class SGD(Optimizador):
    def actualizar(self, nombre, parametro, gradiente):
        return parametro - self.tasa * gradiente


class Adagrad(Optimizador):
    def __init__(self, tasa, eps=1e-8):
        super().__init__(tasa)
        self.eps = eps
        self.suma = {}

    def actualizar(self, nombre, parametro, gradiente):
        self.suma[nombre] = self.suma.get(nombre, 0) + gradiente ** 2
        return parametro - self.tasa * gradiente / (np.sqrt(self.suma[nombre]) + self.eps)


class Perceptron:
    def __init__(self, n_x, n_h, n_y, optimizador, semilla=None):
        aleatorio = np.random.default_rng(semilla)
        self.p = {
            "W1": aleatorio.normal(0, n_x ** -0.5, (n_h, n_x)),
            "b1": aleatorio.normal(0, 0.1, (n_h, 1)),
            "W2": aleatorio.normal(0, n_h ** -0.5, (n_y, n_h)),
            "b2": aleatorio.normal(0, 0.1, (n_y, 1)),
        }
        self.optimizador = optimizador
        self.gradientes = {}

    def adelante(self, X):
        self.a0 = X
        self.a1 = np.maximum(self.p["W1"] @ X + self.p["b1"], 0)
        self.a2 = self.p["W2"] @ self.a1 + self.p["b2"]
        return self.a2

    def atras(self, Y):
        m = Y.shape[1]
        dz2 = (self.a2 - Y) / m
        self.gradientes["W2"] = dz2 @ self.a1.T
        self.gradientes["b2"] = dz2 @ np.ones((m, 1))
        dz1 = np.where(self.a1 > 0, self.p["W2"].T @ dz2, 0)
        self.gradientes["W1"] = dz1 @ self.a0.T
        self.gradientes["b1"] = dz1 @ np.ones((m, 1))

    def ajustar(self, X, Y, epocas):
        for epoca in range(epocas):
            salida = self.adelante(X)
            if epoca % 40 == 0:
                print(epoca, "ecm/2 =", 0.5 * np.sum((salida - Y) ** 2) / Y.shape[1])
            self.atras(Y)
            for nombre in self.p:
                self.p[nombre] = self.optimizador.actualizar(nombre, self.p[nombre], self.gradientes[nombre])
        return self


semilla = np.random.default_rng(1)
X = semilla.normal(size=(4, 35))
Y = np.vstack([X[0] * 2 - X[3], np.abs(X[1])])
red = Perceptron(4, 7, 2, Adagrad(0.1), semilla=5).ajustar(X, Y, 160)
