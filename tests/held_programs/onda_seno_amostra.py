# rede com ativação seno (vi num blog sobre SIREN) aprendendo uma onda
# um exemplo de cada vez, vetores coluna
import numpy as np
import matplotlib.pyplot as plt

np.random.seed(6)

ts = np.linspace(-1, 1, 40)
ondas = np.array([np.sin(5*t) + 0.3*np.cos(9*t) for t in ts])
derivs = np.array([t**3 for t in ts])      # segunda saída, só por diversão

n_h = 8
w0 = 3
A = np.random.uniform(-1, 1, (n_h, 1))
a = np.random.uniform(-1, 1, (n_h, 1))
B = np.random.uniform(-0.5, 0.5, (2, n_h))
b = np.zeros((2, 1))
passo = 0.01

def rede(t):
    x = np.array([[t]])
    z = A @ x + a
    s = np.sin(w0 * z)
    y = B @ s + b
    return x, z, s, y

hist = []
for ep in range(200):
    soma = 0
    idx = np.random.permutation(len(ts))
    for i in idx:
        x, z, s, y = rede(ts[i])
        alvo = np.array([[ondas[i]], [derivs[i]]])

        dif = alvo - y
        soma += float(np.sum(dif**2))

        # retropropagação
        dB = dif @ s.T
        db = dif
        ds = B.T @ dif
        dz = ds * w0 * np.cos(w0 * z)
        dA = dz @ x.T
        da = dz

        B = B + passo * dB
        b = b + passo * db
        A = A + passo * dA
        a = a + passo * da
    hist.append(soma / len(ts))
    if ep % 50 == 0:
        print('época', ep, 'erro', hist[-1])

plt.plot(ts, ondas, '.')
plt.plot(ts, [rede(t)[3][0, 0] for t in ts])
plt.show()
