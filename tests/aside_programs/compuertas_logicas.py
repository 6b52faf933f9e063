"""Aprende una compuerta lógica.  Uso: python compuertas_logicas.py [xor|and|or]"""
import math
import random
import sys

random.seed(9)

TABLAS = {"xor": [0, 1, 1, 0], "and": [0, 0, 0, 1], "or": [0, 1, 1, 1]}
nombre = sys.argv[1] if len(sys.argv) > 1 and sys.argv[1] in TABLAS else "xor"
entradas = [(0, 0), (0, 1), (1, 0), (1, 1)]
tabla = TABLAS[nombre]


class Neurona:
    def __init__(self, n, funcion):
        self.pesos = [random.uniform(-1, 1) for _ in range(n)]
        self.sesgo = random.uniform(-1, 1)
        self.inercia = [0.0] * (n + 1)
        self.funcion = funcion

    def activar(self, x):
        self.x = list(x)
        suma = self.sesgo
        for p, xi in zip(self.pesos, self.x):
            suma += p * xi
        if self.funcion == "tanh":
            self.a = math.tanh(suma)
        else:
            self.a = 1 / (1 + math.exp(-suma))
        return self.a

    def pendiente(self):
        if self.funcion == "tanh":
            return 1 - self.a ** 2
        return self.a * (1 - self.a)

    def aprender(self, delta, tasa, momento):
        for i in range(len(self.pesos)):
            self.inercia[i] = momento * self.inercia[i] + tasa * delta * self.x[i]
            self.pesos[i] += self.inercia[i]
        self.inercia[-1] = momento * self.inercia[-1] + tasa * delta
        self.sesgo += self.inercia[-1]


ocultas = [Neurona(2, "tanh") for _ in range(3)]
final = Neurona(3, "sigmoide")


def calcular(x):
    return final.activar([n.activar(x) for n in ocultas])


for ronda in range(1500):
    total = 0
    for x, esperado in zip(entradas, tabla):
        salida = calcular(x)
        error = esperado - salida
        total += error ** 2 / 2
        # primero todos los deltas, después los cambios
        delta_final = error * final.pendiente()
        deltas = [delta_final * final.pesos[i] * ocultas[i].pendiente() for i in range(3)]
        final.aprender(delta_final, 0.3, 0.8)
        for n, delta in zip(ocultas, deltas):
            n.aprender(delta, 0.3, 0.8)
    if ronda % 300 == 0:
        print("ronda", ronda, "error", round(total, 5))

print("compuerta", nombre)
for x, esperado in zip(entradas, tabla):
    print(x, esperado, round(calcular(x), 2))
