import numpy as np

rng = np.random.default_rng(55)


class ReLU:
    def f(self, z):
        return np.maximum(0, z)

    def df(self, z):
        return (z > 0).astype(float)


class Tanh:
    def f(self, z):
        return np.tanh(z)

    def df(self, z):
        return 1 - np.tanh(z) ** 2


class Sigmoide:
    def f(self, z):
        return 1 / (1 + np.exp(-z))

    def df(self, z):
        s = self.f(z)
        return s * (1 - s)


class Capa:
    def __init__(self, entradas, neuronas, activacion):
        self.pesos = rng.normal(0, 1 / np.sqrt(entradas), (entradas, neuronas))
        self.sesgo = rng.normal(0, 0.1, (1, neuronas))
        self.activacion = activacion

    def adelante(self, x):
        self.x = x
        self.z = x @ self.pesos + self.sesgo
        return self.activacion.f(self.z)

    def atras(self, gradiente, tasa):
        delta = gradiente * self.activacion.df(self.z)
        hacia_abajo = delta @ self.pesos.T      # antes de tocar los pesos
        self.pesos -= tasa * self.x.T @ delta
        self.sesgo -= tasa * delta.sum(axis=0, keepdims=True)
        return hacia_abajo


class Red:
    def __init__(self, *capas):
        self.capas = capas

    def predecir(self, x):
        for capa in self.capas:
            x = capa.adelante(x)
        return x

    def ajustar(self, x, y, epocas, tasa=0.01):
        for epoca in range(epocas):
            salida = self.predecir(x)
            gradiente = 2 * (salida - y)
            for capa in reversed(self.capas):
                gradiente = capa.atras(gradiente, tasa)
            if epoca % 50 == 0:
                print(f"Época {epoca}: error {np.mean((salida - y) ** 2):.4f}")


datos = rng.normal(size=(60, 4))
metas = np.c_[datos[:, 0] * datos[:, 1] > 0, datos[:, 2] > datos[:, 3]].astype(float)
red = Red(Capa(4, 8, ReLU()), Capa(8, 8, Tanh()), Capa(8, 2, Sigmoide()))
red.ajustar(datos, metas, 150)
print("Exactitud:", ((red.predecir(datos) > 0.5) == metas).mean(axis=0))
