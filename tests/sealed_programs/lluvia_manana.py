# ¿Llovera mañana? humedad, presion, viento, nubes -> 0/1
import numpy as np

class Densa:
    def __init__(self, entra, sale):
        self.W = np.random.normal(0, np.sqrt(2 / entra), (entra, sale))
        self.b = np.full(sale, 0.01)
    def adelante(self, x, entrenando):
        self.x = x
        return x @ self.W + self.b
    def atras(self, d):
        self.dW = self.x.T @ d
        self.db = d.sum(axis=0)
        return d @ self.W.T

class Relu:
    def adelante(self, x, entrenando):
        self.activas = x > 0
        return x * self.activas
    def atras(self, d):
        return d * self.activas

class Dropout:
    def __init__(self, prob_apagar):
        self.q = 1 - prob_apagar
    def adelante(self, x, entrenando):
        if not entrenando:
            return x
        self.m = np.random.binomial(1, self.q, size=x.shape) / self.q
        return x * self.m
    def atras(self, d):
        return d * self.m

class Sigmoide:
    def adelante(self, x, entrenando):
        self.y = 1 / (1 + np.exp(-x))
        return self.y
    def atras(self, d):
        return d * self.y * (1 - self.y)

def bce(p, t):
    return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))

def d_bce(p, t):
    # sin simplificar, la sigmoide pone lo suyo
    return (p - t) / (p * (1 - p))

np.random.seed(31)
N = 80
X = np.random.randn(N, 4)
T = ((X[:, 0] + 0.8 * X[:, 3] - X[:, 1] * X[:, 2]) > 0.2).astype(float).reshape(N, 1)

capas = [Densa(4, 12), Relu(), Dropout(0.2), Densa(12, 6), Relu(), Densa(6, 1), Sigmoide()]

def pasar(x, entrenando=False):
    for c in capas:
        x = c.adelante(x, entrenando)
    return x

respuesta = input("¿mostrar cada epoca? (s/n) ")
EPOCAS = 150
eta = 0.1
for epoca in range(EPOCAS):
    P = pasar(X, True)
    d = d_bce(P, T) / N
    for c in capas[::-1]:
        d = c.atras(d)
    for c in capas:
        if hasattr(c, "W"):
            c.W -= eta * c.dW
            c.b -= eta * c.db
    if respuesta.lower() == "s" or epoca % 50 == 0:
        print(epoca, "bce:", bce(P, T), "acierto:", np.mean((P > 0.5) == T))

print("sin dropout:", np.mean((pasar(X) > 0.5) == T))
