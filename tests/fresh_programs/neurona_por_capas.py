# Red por capas: cada capa sabe ir hacia delante y hacia atrás, y un optimizador mueve los pesos.
# Ejemplo: ¿aprueba el alumno? (horas de estudio, horas de sueño) -> nota entre 0 y 1
import numpy as np

np.random.seed(7)


class Densa:
    def __init__(self, entradas, salidas):
        self.pesos = np.random.uniform(-1, 1, (entradas, salidas))
        self.sesgo = np.random.uniform(-1, 1, (1, salidas))
        self.grad_pesos = None
        self.grad_sesgo = None

    def adelante(self, X):
        self.X = X
        return np.dot(X, self.pesos) + self.sesgo

    def atras(self, error):
        self.grad_pesos = np.dot(self.X.T, error)
        self.grad_sesgo = np.sum(error, axis=0, keepdims=True)
        return np.dot(error, self.pesos.T)


class Sigmoide:
    def adelante(self, X):
        self.salida = 1 / (1 + np.exp(-X))
        return self.salida

    def atras(self, error):
        return error * self.salida * (1 - self.salida)


class Momento:
    """v = beta*v + grad ;  pesos = pesos + alfa*v  (el error es objetivo - salida, por eso se suma)"""

    def __init__(self, alfa=0.5, beta=0.9):
        self.alfa = alfa
        self.beta = beta
        self.v = {}

    def mover(self, capas):
        for i, capa in enumerate(capas):
            if not isinstance(capa, Densa):
                continue
            vp, vs = self.v.get(i, (0, 0))
            vp = self.beta * vp + capa.grad_pesos
            vs = self.beta * vs + capa.grad_sesgo
            capa.pesos += self.alfa * vp
            capa.sesgo += self.alfa * vs
            self.v[i] = (vp, vs)


class Tanh:
    # la probé antes, aprende igual
    def adelante(self, X):
        self.salida = np.tanh(X)
        return self.salida

    def atras(self, error):
        return error * (1 - self.salida ** 2)


horas = np.array([[2, 9], [1, 5], [3, 6], [5, 8], [6, 4], [8, 7], [0, 8], [7, 9]], dtype=float)
notas = np.array([[62], [35], [55], [78], [60], [88], [20], [95]], dtype=float)
X = horas / horas.max(axis=0)
y = notas / 100

red = [Densa(2, 4), Sigmoide(), Densa(4, 3), Sigmoide(), Densa(3, 1), Sigmoide()]
optimizador = Momento(alfa=0.1)

for epoca in range(500):
    salida = X
    for capa in red:
        salida = capa.adelante(salida)

    error = y - salida
    senal = error
    for capa in reversed(red):
        senal = capa.atras(senal)

    optimizador.mover(red)

    if epoca % 100 == 0:
        print("Época", epoca, "ECM:", np.mean(np.square(error)))

print("Predicciones:")
print(np.round(salida.ravel() * 100, 1))
