# ¿Va a llover mañana? humedad, presion, viento, nubes -> probabilidad
import numpy as np
import matplotlib.pyplot as plt

np.random.seed(77)

dias = 64
humedad = np.random.uniform(20, 100, dias)
presion = np.random.normal(1013, 8, dias)
viento = np.random.gamma(2, 6, dias)
nubes = np.random.uniform(0, 8, dias)
llueve = (0.04 * humedad - 0.1 * (presion - 1013) + 0.3 * nubes + np.random.randn(dias) > 3.6) * 1.0

X = np.column_stack((humedad, presion, viento, nubes))
X = X - X.mean(axis=0)
X /= X.std(axis=0)
y = llueve[:, None]

# 4 -> 6 -> 6 -> 1
W1 = np.random.randn(4, 6) * 0.6
b1 = np.random.randn(6) * 0.3
W2 = np.random.randn(6, 6) * 0.6
b2 = np.random.randn(6) * 0.3
W3 = np.random.randn(6, 1) * 0.6
b3 = np.random.randn(1) * 0.3
tasa = 0.03
perdidas = []

for epoca in range(400):
    a1 = np.tanh(X @ W1 + b1)
    a2 = np.tanh(a1 @ W2 + b2)
    salida = 1 / (1 + np.exp(-(a2 @ W3 + b3)))

    perdida = 0.5 * np.sum((salida - y) ** 2)
    perdidas.append(perdida)
    if epoca % 100 == 0:
        aciertos = np.sum((salida > 0.5) == (y > 0.5))
        print("epoca", epoca, "perdida", perdida, "aciertos", aciertos)

    error = salida
    error -= y
    d3 = error * salida * (1 - salida)
    dW3 = a2.T @ d3
    db3 = d3.sum(0)

    d2 = d3 @ W3.T * (1 - a2 ** 2)
    dW2 = a1.T @ d2
    db2 = d2.sum(0)

    d1 = d2 @ W2.T * (1 - a1 ** 2)
    dW1 = X.T @ d1
    db1 = d1.sum(0)

    # descenso por gradiente
    W3 = W3 - tasa * dW3
    b3 = b3 - tasa * db3
    W2 = W2 - tasa * dW2
    b2 = b1 - tasa * db2
    W1 = W1 + tasa * dW1
    b1 = b1 - tasa * db1

plt.figure(figsize=(6, 3))
plt.plot(perdidas)
plt.title("pérdida")
plt.savefig("lluvia.png")

hoy = np.zeros((1, 4))
print("un dia normal:", 1 / (1 + np.exp(-(np.tanh(np.tanh(hoy @ W1 + b1) @ W2 + b2) @ W3 + b3))))
