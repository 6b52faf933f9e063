import numpy as np
rng = np.random.RandomState(52)
def f(z):
    return 1 / (1 + np.exp(-z))
X = rng.rand(12, 3)
Y = rng.rand(12, 3)
W1 = rng.randn(3, 3)
W2 = rng.randn(3, 3)
for i in range(200):
    oculta = f(X.dot(W1))
    salida = f(oculta.dot(W2))
    error = salida - Y
    if i % 50 == 0:
        print(np.sum(error ** 2))
    d_salida = error * salida * (1 - salida)
    d_oculta = d_salida.dot(W2.T) * oculta * (1 - oculta)
    W2 -= 0.3 * salida.T.dot(d_salida)
    W1 -= 0.3 * X.T.dot(d_oculta)
