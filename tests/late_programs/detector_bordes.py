# Detector de bordes verticales / horizontales en parches de 3x3
import numpy as np

np.random.seed(21)


class RedDropout:

    def __init__(self, entradas, ocultas, salidas, lr=0.2, p=0.25, epocas=60, lote=20):
        self.W1 = np.random.randn(entradas, ocultas) * np.sqrt(2.0 / entradas)
        self.b1 = np.zeros(ocultas)
        self.W2 = np.random.randn(ocultas, salidas) * np.sqrt(2.0 / ocultas)
        self.b2 = np.zeros(salidas)
        self.lr = lr
        self.p = p
        self.epocas = epocas
        self.lote = lote
        self.historia = []

    def _softmax(self, z):
        e = np.exp(z - np.max(z, axis=1, keepdims=True))
        return e / np.sum(e, axis=1, keepdims=True)

    def _adelante(self, X, entrenando):
        self.z1 = X @ self.W1 + self.b1
        self.a1 = np.maximum(self.z1, 0)
        if entrenando:
            self.mascara = (np.random.rand(*self.a1.shape) > self.p) / (1 - self.p)
            self.a1 = self.a1 * self.mascara
        return self._softmax(self.a1 @ self.W2 + self.b2)

    def _atras(self, X, Y, salida):
        n = X.shape[0]
        dz2 = (salida - Y) / n
        dW2 = self.a1.T @ dz2
        db2 = dz2.sum(axis=0)
        da1 = dz2 @ self.W2.T
        dz1 = da1 * (self.z1 > 0)
        dW1 = X.T @ dz1
        db1 = dz1.sum(axis=0)
        self.W1 -= self.lr * dW1
        self.b1 -= self.lr * db1
        self.W2 -= self.lr * dW2
        self.b2 -= self.lr * db2

    def fit(self, X, Y):
        n = X.shape[0]
        for epoca in range(1, self.epocas + 1):
            orden = np.random.permutation(n)
            perdida = 0
            for i in range(0, n, self.lote):
                idx = orden[i:i + self.lote]
                xb, yb = X[idx], Y[idx]
                salida = self._adelante(xb, entrenando=True)
                perdida += -np.sum(yb * np.log(salida + 1e-9))
                self._atras(xb, yb, salida)
            self.historia.append(perdida / n)
            if epoca % 10 == 0:
                print("época", epoca, "pérdida", round(self.historia[-1], 4))
        return self

    def predict(self, X):
        return np.argmax(self._adelante(X, entrenando=False), axis=1)


def hacer_parches(n):
    X = np.random.rand(n, 3, 3) * 0.4
    clase = np.random.randint(0, 2, n)
    for i in range(n):
        donde = np.random.randint(0, 3)
        if clase[i] == 0:
            X[i, :, donde] += 0.6
        else:
            X[i, donde, :] += 0.6
    return X.reshape(n, 9), clase


X, clase = hacer_parches(200)
Y = np.eye(2)[clase]
red = RedDropout(9, 14, 2)
red.fit(X, Y)

X_prueba, c_prueba = hacer_parches(50)
print("aciertos:", np.mean(red.predict(X_prueba) == c_prueba))
