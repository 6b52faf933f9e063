import numpy as np


class Capa:
    """Una capa totalmente conectada."""

    def __init__(self, entradas, neuronas, rng, lineal=False):
        self.pesos = rng.normal(0, 1 / np.sqrt(entradas), (entradas, neuronas))
        self.sesgo = np.zeros((1, neuronas))
        self.lineal = lineal

    def adelante(self, x):
        self.x = x
        z = x @ self.pesos + self.sesgo
        self.salida = z if self.lineal else np.tanh(z)
        return self.salida

    def atras(self, g):
        # g llega como derivada respecto de la salida de esta capa
        if not self.lineal:
            g = g * (1 - self.salida ** 2)
        self.dpesos = self.x.T @ g
        self.dsesgo = g.sum(axis=0, keepdims=True)
        return g @ self.pesos.T

    def actualizar(self, tasa):
        self.pesos -= tasa * self.dpesos
        self.sesgo -= tasa * self.dsesgo


class Red:
    def __init__(self, tamanos, semilla=0):
        rng = np.random.default_rng(semilla)
        self.capas = []
        for k in range(len(tamanos) - 1):
            es_ultima = k == len(tamanos) - 2
            self.capas.append(Capa(tamanos[k], tamanos[k + 1], rng, lineal=es_ultima))

    def predecir(self, x):
        for capa in self.capas:
            x = capa.adelante(x)
        return x

    def entrenar(self, X, Y, tasa=0.05, epocas=800):
        historia = []
        for epoca in range(epocas):
            P = self.predecir(X)
            historia.append(np.mean((P - Y) ** 2))
            g = 2 * (P - Y) / len(X)
            for capa in self.capas[::-1]:
                g = capa.atras(g)
            for capa in self.capas:
                capa.actualizar(tasa)
            if epoca % 100 == 0:
                print(f"época {epoca:4d}   ecm {historia[-1]:.5f}")
        return historia


# superficie: z = x * y
malla = np.linspace(-1, 1, 7)
a, b = np.meshgrid(malla, malla)
X = np.column_stack([a.ravel(), b.ravel()])
Y = (X[:, 0] * X[:, 1]).reshape(-1, 1)

red = Red([2, 7, 5, 1], semilla=3)
historia = red.entrenar(X, Y)

prueba = np.array([[0.5, 0.5], [-0.5, 0.8], [0.1, -0.9]])
for fila, p in zip(prueba, red.predecir(prueba)):
    print(fila, "esperado", round(fila[0] * fila[1], 3), "obtenido", round(p[0], 3))
