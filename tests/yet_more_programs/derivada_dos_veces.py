import numpy as np
np.random.seed(71)

def sigmoide(x):
    return 1 / (1 + np.exp(-x))

def derivada_sigmoide(x):
    return sigmoide(x) * (1 - sigmoide(x))

X = np.random.rand(20, 3)
Y = np.random.rand(20, 2)
W1 = np.random.randn(3, 4)
b1 = np.random.randn(1, 4)
W2 = np.random.randn(4, 2)
b2 = np.random.randn(1, 2)
tasa = 0.2
for epoca in range(300):
    z1 = X.dot(W1) + b1
    a1 = sigmoide(z1)
    z2 = a1.dot(W2) + b2
    a2 = sigmoide(z2)
    costo = np.sum((a2 - Y) ** 2) / 2
    delta2 = (a2 - Y) * derivada_sigmoide(z2)
    delta1 = delta2.dot(W2.T) * derivada_sigmoide(a1)
    W2 -= tasa * a1.T.dot(delta2)
    b2 -= tasa * np.sum(delta2)
    W1 -= tasa * X.T.dot(delta1)
    b1 -= tasa * np.sum(delta1, axis=0, keepdims=True)
    if epoca % 100 == 0:
        print(epoca, costo)
