# Aproximar una superficie con una red pequeña; los optimizadores son clases para poder cambiarlos
from dataclasses import dataclass, field

import numpy as np

np.random.seed(21)


@dataclass
class Descenso:
    tasa: float = 0.002

    def paso(self, nombre, valor, grad):
        return valor - self.tasa * grad


@dataclass
class Inercia:
    tasa: float = 0.001
    mu: float = 0.8
    velocidad: dict = field(default_factory=dict)

    def paso(self, nombre, valor, grad):
        v = self.mu * self.velocidad.get(nombre, 0.0) - self.tasa * grad
        self.velocidad[nombre] = v
        return valor + v


class Red:
    """Dos capas ocultas de tangentes y una salida lineal."""

    def __init__(self, entradas, ocultas1, ocultas2, salidas):
        self.p = {
            "W1": np.random.randn(entradas, ocultas1) * 0.7,
            "b1": np.random.randn(ocultas1) * 0.1,
            "W2": np.random.randn(ocultas1, ocultas2) * 0.5,
            "b2": np.random.randn(ocultas2) * 0.1,
            "W3": np.random.randn(ocultas2, salidas) * 0.5,
            "b3": np.zeros(salidas),
        }

    def adelante(self, x):
        z1 = x @ self.p["W1"] + self.p["b1"]
        a1 = np.tanh(z1)
        z2 = z1 @ self.p["W2"] + self.p["b2"]
        a2 = np.tanh(z2)
        self.entra = {1: x, 2: a1, 3: a2}
        return a2 @ self.p["W3"] + self.p["b3"]

    def atras(self, salida, y):
        g = {}
        delta = salida - y
        for k in (3, 2, 1):
            entrada = self.entra[k]
            g[f"W{k}"] = entrada.T @ delta
            g[f"b{k}"] = delta.mean(axis=0)
            if k > 1:
                delta = (delta @ self.p[f"W{k}"].T) * (1 - entrada**2)
        return g


def entrenar(red, optimizador, x, y, vueltas):
    historia = []
    for vuelta in range(vueltas):
        salida = red.adelante(x)
        g = red.atras(salida, y)
        for nombre in red.p:
            red.p[nombre] = optimizador.paso(nombre, red.p[nombre], g[nombre])
        historia.append(0.5 * np.sum((salida - y) ** 2))
        if vuelta % 100 == 0:
            print(f"vuelta {vuelta:4d}   error {historia[-1]:.4f}")
    return historia


# puntos de la silla u^2 - v^2 en el cuadrado, con algo de ruido
puntos = np.random.uniform(-1, 1, (60, 2))
altura = (puntos[:, 0] ** 2 - puntos[:, 1] ** 2).reshape(-1, 1) + 0.02 * np.random.randn(60, 1)

red = Red(2, 9, 5, 1)
# optimizador = Descenso()
optimizador = Inercia(tasa=0.002)
VUELTAS = 600
historia = entrenar(red, optimizador, puntos, altura, VUELTAS)
print("error final:", historia[-1])

esquina = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]])
print("en (1,0), (0,1) y (1/2,1/2):", red.adelante(esquina).ravel().round(2))
