"""Demanda diaria de bicicletas: una regresión con parada temprana."""
import copy

import numpy as np


class Regresor:
    def __init__(self, ocultas=12, tasa=0.03, l2=0.003, lote=16, max_epocas=200, paciencia=15, semilla=0):
        self.ocultas = ocultas
        self.tasa = tasa
        self.l2 = l2
        self.lote = lote
        self.max_epocas = max_epocas
        self.paciencia = paciencia
        self.azar = np.random.default_rng(semilla)

    def _salida(self, X):
        W1, b1, W2, b2 = self.pesos
        h = np.maximum(0, X @ W1 + b1)
        return h, h @ W2 + b2

    def _gradientes(self, X, y):
        W1, b1, W2, b2 = self.pesos
        h, p = self._salida(X)
        d = 2 * (p - y) / len(y)
        dW2 = h.T @ d + 2 * self.l2 * W2
        db2 = d.sum(0)
        dh = d @ W2.T
        dh[h <= 0] = 0
        dW1 = X.T @ dh + 2 * self.l2 * W1
        db1 = dh.sum(0)
        return [dW1, db1, dW2, db2]

    def perdida(self, X, y):
        _, p = self._salida(X)
        return np.mean((p - y) ** 2) + self.l2 * (np.sum(self.pesos[0] ** 2) + np.sum(self.pesos[2] ** 2))

    def fit(self, X, y, X_val, y_val):
        n = X.shape[1]
        self.pesos = [
            self.azar.normal(0, np.sqrt(2 / n), (n, self.ocultas)),
            np.zeros(self.ocultas),
            self.azar.normal(0, np.sqrt(2 / self.ocultas), (self.ocultas, 1)),
            np.zeros(1),
        ]
        mejor, sin_mejora = np.inf, 0
        mejores = copy.deepcopy(self.pesos)
        for epoca in range(self.max_epocas):
            orden = self.azar.permutation(len(X))
            for i in range(0, len(X), self.lote):
                sel = orden[i:i + self.lote]
                Xb, yb = X[sel], y[sel]
                for p, g in zip(self.pesos, self._gradientes(Xb, yb)):
                    p -= self.tasa * g
            val = np.mean((self.predict(X_val) - y_val) ** 2)   # sin la penalización
            if val < mejor - 1e-4:
                mejor, sin_mejora = val, 0
                mejores = copy.deepcopy(self.pesos)
            else:
                sin_mejora += 1
            if epoca % 20 == 0:
                print(f"{epoca:3d} entrenamiento {self.perdida(X, y):.4f} validación {val:.4f}")
            if sin_mejora >= self.paciencia:
                print("paro en la época", epoca)
                break
        self.pesos = mejores
        return self

    def predict(self, X):
        return self._salida(X)[1]


azar = np.random.default_rng(31)
dias = 300
temp = azar.normal(18, 7, dias)
lluvia = azar.exponential(2, dias)
finde = (np.arange(dias) % 7 >= 5).astype(float)
viento = azar.gamma(2, 5, dias)
mes = np.sin(2 * np.pi * np.arange(dias) / 365)
X = np.column_stack([temp, lluvia, finde, viento, mes])
y = 200 - 0.6 * (temp - 22) ** 2 - 12 * lluvia + 30 * finde - viento + azar.normal(0, 10, dias)
X = (X - X.mean(0)) / X.std(0)
y = ((y - y.mean()) / y.std()).reshape(-1, 1)

modelo = Regresor()
modelo.fit(X[:220], y[:220], X[220:260], y[220:260])
resto = y[260:] - modelo.predict(X[260:])
print("R2 de prueba:", round(1 - float(np.sum(resto ** 2) / np.sum((y[260:] - y[260:].mean()) ** 2)), 3))
