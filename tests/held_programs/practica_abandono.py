# Práctica 4. Red con abandono (dropout) y minilotes
# Clasificación de tres tipos de semillas a partir de cuatro medidas
import numpy as np

np.random.seed(100)


class Red:
    def __init__(self, entradas, ocultas, salidas, conservar=0.8):
        self.W1 = np.random.randn(entradas, ocultas) * np.sqrt(2.0 / entradas)
        self.b1 = np.zeros(ocultas)
        self.W2 = np.random.randn(ocultas, salidas) * np.sqrt(2.0 / ocultas)
        self.b2 = np.zeros(salidas)
        self.conservar = conservar

    def propagar(self, X, entrenando=True):
        self.X = X
        self.Z1 = X.dot(self.W1) + self.b1
        self.A1 = np.maximum(0, self.Z1)
        if entrenando:
            self.mascara = np.random.rand(*self.A1.shape) < self.conservar
            self.A1 = self.A1 * self.mascara / self.conservar
        Z2 = self.A1.dot(self.W2) + self.b2
        Z2 = Z2 - Z2.max(axis=1, keepdims=True)
        E = np.exp(Z2)
        self.P = E / E.sum(axis=1, keepdims=True)
        return self.P

    def perdida(self, Y):
        return -np.sum(Y * np.log(self.P + 1e-12)) / len(Y)

    def retropropagar(self, Y):
        n = len(Y)
        dZ2 = (self.P - Y) / n
        self.dW2 = self.A1.T.dot(dZ2)
        self.db2 = dZ2.mean(axis=0)
        dA1 = dZ2.dot(self.W2.T)
        dA1 = dA1 * self.mascara
        dZ1 = dA1 * (self.Z1 > 0)
        self.dW1 = self.X.T.dot(dZ1)
        self.db1 = dZ1.mean(axis=0)

    def actualizar(self, tasa):
        self.W1 -= tasa * self.dW1
        self.b1 -= tasa * self.db1
        self.W2 -= tasa * self.dW2
        self.b2 -= tasa * self.db2


def cargar_semillas(n_por_clase=30):
    centros = np.array([[1.0, 0.2, -0.5, 0.3], [-0.8, 0.9, 0.4, 0.0], [0.1, -1.0, 0.7, -0.6]])
    X = np.vstack([c + 0.6 * np.random.randn(n_por_clase, 4) for c in centros])
    y = np.repeat(np.arange(3), n_por_clase)
    return X, np.eye(3)[y]


X, Y = cargar_semillas()
red = Red(4, 10, 3)
tamano_lote = 15
for epoca in range(40):
    orden = np.random.permutation(len(X))
    for inicio in range(0, len(X), tamano_lote):
        lote = orden[inicio:inicio + tamano_lote]
        xb, yb = X[lote], Y[lote]
        red.propagar(xb)
        red.retropropagar(yb)
        red.actualizar(0.1)
    if epoca % 10 == 0:
        P = red.propagar(X, entrenando=False)
        print("época", epoca, "pérdida", red.perdida(Y), "aciertos", np.mean(P.argmax(1) == Y.argmax(1)))
