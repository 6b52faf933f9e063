"""
Tejados verdes: cuánta agua retiene un tejado con plantas.

Entradas: grosor de la tierra, pendiente, lluvia, días secos antes.
Red 4-9-1 con softplus (como la ReLU, pero suave) y salida lineal.
"""
import numpy as np
import matplotlib.pyplot as plt

np.random.seed(808)


def softplus(z):
    return np.log(1 + np.exp(z))


def d_softplus(z):
    # la derivada de softplus es la sigmoide
    return 1 / (1 + np.exp(-z))


def generar(n=200):
    grosor = np.random.uniform(4, 20, n)
    pendiente = np.random.uniform(0, 30, n)
    lluvia = np.random.uniform(1, 50, n)
    secos = np.random.uniform(0, 14, n)
    capacidad = grosor * (0.8 + 0.1 * secos) * (1 - pendiente / 60)
    retenida = capacidad * (1 - np.exp(-lluvia / capacidad))
    X = np.column_stack((grosor, pendiente, lluvia, secos))
    return X, retenida.reshape(-1, 1)


X, y = generar()
media, desv = X.mean(0), X.std(0)
X = (X - media) / desv
escala = y.max()
y = y / escala

corte = 150
X_ent, y_ent = X[:corte], y[:corte]
X_val, y_val = X[corte:], y[corte:]

W1 = np.random.randn(4, 9) * 0.5
b1 = np.zeros((1, 9))
W2 = np.random.randn(9, 1) * 0.3
b2 = np.zeros((1, 1))

lr = 0.1
hist_ent, hist_val = [], []
for i in range(601):
    # hacia delante
    Z1 = X_ent @ W1 + b1
    A1 = softplus(Z1)
    Z2 = A1 @ W2 + b2

    error = Z2 - y_ent
    hist_ent.append(np.mean(error ** 2))
    hist_val.append(np.mean((softplus(X_val @ W1 + b1) @ W2 + b2 - y_val) ** 2))

    # hacia atrás
    dZ2 = 2 * error / corte
    dW2 = A1.T @ dZ2
    db2 = np.sum(dZ2, axis=0, keepdims=True)
    dA1 = dZ2 @ W2.T
    dZ1 = dA1 * d_softplus(A1)
    dW1 = X_ent.T @ dZ1
    db1 = np.sum(dZ1, axis=0, keepdims=True)

    # actualizar
    W1 -= lr * dW1
    b1 -= lr * db1
    W2 -= lr * dW2
    b2 -= lr * db2

    if i % 100 == 0:
        print(f"{i:5d}  entrenamiento {hist_ent[-1]:.5f}  validación {hist_val[-1]:.5f}")

plt.plot(hist_ent, label="entrenamiento")
plt.plot(hist_val, label="validación")
plt.yscale("log")
plt.legend()
plt.savefig("tejados.png")
