# Approximation d'un sinus amorti par un petit réseau de neurones
# (entraînement "batch", descente de gradient simple)
import numpy as np
import matplotlib.pyplot as plt

np.random.seed(8)

# données
N = 50
t = np.linspace(0, 6, N)
signal = np.exp(-0.2 * t) * np.sin(2 * t) + 0.02 * np.random.randn(N)
x = (t[:, None] - 3) / 3
cible = signal[:, None]

# poids
n1, n2 = 10, 8
W1 = 3 * np.random.randn(1, n1);  b1 = np.random.randn(n1)
W2 = np.random.randn(n1, n2) / np.sqrt(n1);  b2 = np.zeros(n2)
W3 = np.random.randn(n2, 1) / np.sqrt(n2);   b3 = np.zeros(1)

pas = 0.05
n_iter = 1500
couts = np.zeros(n_iter)

for i in range(n_iter):
    # propagation
    z1 = x @ W1 + b1
    a1 = 1 / (1 + np.exp(-z1))
    z2 = a1 @ W2 + b2
    a2 = np.tanh(z2)
    s = a2 @ W3 + b3

    ecart = s - cible
    couts[i] = np.sum(ecart**2) / (2 * N)

    # rétropropagation
    d3 = ecart / N
    d2 = (d3 @ W3.T) * (1 - a2**2)
    d1 = (d2 @ W2.T) * (1 - a1)

    W3 -= pas * (a2.T @ d3)
    b3 -= pas * d3.sum(axis=0)
    W2 -= pas * (a1.T @ d2)
    b2 -= pas * d2.sum(axis=0)
    W1 -= pas * (x.T @ d1)
    b1 -= pas * d1.sum(axis=0)

    if i % 300 == 0:
        print("itération", i, "coût", couts[i])

print("coût final :", couts[n_iter - 1])

plt.figure()
plt.plot(t, signal, '.', label='mesures')
plt.plot(t, s, label='réseau')
plt.legend()
plt.savefig('sinus.png')
plt.semilogy(couts)
plt.show()
