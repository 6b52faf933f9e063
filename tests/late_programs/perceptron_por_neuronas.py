"""Perceptrón multicapa hecho de objetos Neurona, como lo dibujamos en clase. Sin NumPy."""
import math
import random
import time


class Neurona:
    def __init__(self, cuantas, rnd):
        self.pesos = [rnd.gauss(0, 0.6) for _ in range(cuantas)]
        self.sesgo = rnd.gauss(0, 0.2)
        self.cambios = [0.0] * (cuantas + 1)  # los últimos cambios, para el momento
        self.salida = 0.0
        self.delta = 0.0

    def activar(self, entradas):
        self.entradas = entradas
        suma = self.sesgo
        for p, e in zip(self.pesos, entradas):
            suma += p * e
        self.salida = math.tanh(suma)
        return self.salida

    def pendiente(self):
        return (1 - self.salida) * (1 + self.salida)

    def corregir(self, eta, momento):
        for i, e in enumerate(self.entradas):
            self.cambios[i] = eta * self.delta * e + momento * self.cambios[i]
            self.pesos[i] += self.cambios[i]
        self.cambios[-1] = eta * self.delta + momento * self.cambios[-1]
        self.sesgo += self.cambios[-1]


class Capa:
    def __init__(self, neuronas, entradas, rnd):
        self.neuronas = [Neurona(entradas, rnd) for _ in range(neuronas)]

    def activar(self, entradas):
        return [n.activar(entradas) for n in self.neuronas]


class Perceptron:
    def __init__(self, *tamanos, semilla=1):
        rnd = random.Random(semilla)
        self.capas = [Capa(n, m, rnd) for m, n in zip(tamanos, tamanos[1:])]

    def responder(self, x):
        for capa in self.capas:
            x = capa.activar(x)
        return x

    def aprender(self, x, objetivo, eta=0.1, momento=0.5):
        respuesta = self.responder(x)
        # los deltas de la salida
        for n, o in zip(self.capas[-1].neuronas, objetivo):
            n.delta = (o - n.salida) * n.pendiente()
        # los de las demás capas, de atrás hacia delante
        for k in range(len(self.capas) - 2, -1, -1):
            for j, n in enumerate(self.capas[k].neuronas):
                suma = 0.0
                for siguiente in self.capas[k + 1].neuronas:
                    suma += siguiente.pesos[j] * siguiente.delta
                n.delta = suma * n.pendiente()
        # y solo ahora se tocan los pesos
        for capa in self.capas:
            for n in capa.neuronas:
                n.corregir(eta, momento)
        return sum((o - r) ** 2 for o, r in zip(objetivo, respuesta))


# luces de un cruce: (coches, peatones, hora) -> (verde, ámbar), entre -1 y 1
DATOS = [
    ([0.9, -0.5, 0.1], [0.8, -0.8]),
    ([-0.7, 0.8, 0.4], [-0.8, -0.8]),
    ([0.2, 0.3, -0.9], [-0.8, 0.8]),
    ([-0.4, -0.6, -0.2], [0.8, -0.8]),
    ([0.6, 0.7, 0.5], [-0.8, 0.8]),
]

inicio = time.time()
red = Perceptron(3, 5, 4, 2, semilla=9)
for epoca in range(150):
    error = 0.0
    for x, objetivo in DATOS:
        error += red.aprender(x, objetivo)
    if epoca % 30 == 0:
        print(f"época {epoca:3d}  error {error:.5f}")
print(f"listo en {time.time() - inicio:.1f} s")
for x, objetivo in DATOS:
    print(objetivo, [round(r, 2) for r in red.responder(x)])
