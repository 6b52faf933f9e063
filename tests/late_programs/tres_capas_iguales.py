import numpy as np

np.random.seed(1234)

# Red de tres capas. Las dos ocultas tienen tantas neuronas como entradas hay (5)
# Entradas: notas de cinco exámenes / 10. Salidas: aprueba el curso, puede ir a la olimpiada


def sigmoide(x):
    return 1 / (1 + np.exp(-x))


class RedNeuronal:
    def __init__(self, lr=0.5):
        self.lr = lr
        self.W1 = np.random.normal(0, 0.8, (5, 5))
        self.b1 = np.random.normal(0, 0.2, (1, 5))
        self.W2 = np.random.normal(0, 0.8, (5, 5))
        self.b2 = np.random.normal(0, 0.2, (1, 5))
        self.W3 = np.random.normal(0, 0.8, (5, 2))
        self.b3 = np.random.normal(0, 0.2, (1, 2))
        self.errores = []

    def feedforward(self, X):
        self.a1 = sigmoide(np.dot(X, self.W1) + self.b1)
        self.a2 = sigmoide(np.dot(self.a1, self.W2) + self.b2)
        self.a3 = sigmoide(np.dot(self.a2, self.W3) + self.b3)
        return self.a3

    def backprop(self, X, y):
        m = X.shape[0]
        # capa de salida
        error3 = self.a3 - y
        delta3 = error3 * self.a3 * (1 - self.a3)
        dW3 = np.dot(self.a2.T, delta3) / m
        db3 = np.mean(delta3, axis=0, keepdims=True)
        # segunda capa oculta
        error2 = np.dot(delta3, self.W3.T)
        delta2 = error2 * self.a2 * (1 - self.a2)
        dW2 = np.dot(self.a1.T, delta2) / m
        db2 = np.mean(delta2, axis=0, keepdims=True)
        # primera capa oculta
        error1 = np.dot(error2, self.W2.T)
        delta1 = error1 * self.a1 * (1 - self.a1)
        dW1 = np.dot(X.T, delta1) / m
        db1 = np.mean(delta1, axis=0, keepdims=True)

        # actualizar
        self.W3 = self.W3 - self.lr * dW3
        self.b3 = self.b3 - self.lr * db3
        self.W1 = self.W1 - self.lr * dW2
        self.b2 = self.b1 - self.lr * db2
        self.W1 = self.W1 - self.lr * dW1
        self.b1 = self.b1 - self.lr * db1

    def entrenar(self, X, y, iteraciones):
        for it in range(iteraciones):
            salida = self.feedforward(X)
            self.backprop(X, y)
            self.errores.append(np.mean(np.sum((y - salida) ** 2, axis=1)))
            if it % 200 == 0:
                print("iteración", it, "error", round(self.errores[-1], 4))


notas = np.random.uniform(2, 10, (50, 5)) / 10
aprueba = (notas.mean(axis=1) > 0.55).astype(float)
olimpiada = (notas[:, 2] + notas[:, 3] > 1.4).astype(float)
y = np.stack([aprueba, olimpiada], axis=1)

red = RedNeuronal()
red.entrenar(notas, y, 1000)
salida = red.feedforward(notas)
print("aciertos por salida:", np.mean((salida > 0.5) == (y > 0.5), axis=0))
