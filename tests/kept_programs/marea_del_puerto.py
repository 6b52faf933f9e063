# Altura de la marea en el puerto con una capa de senos (para el club de vela)
import numpy as np
import matplotlib.pyplot as plt

np.random.seed(8)

horas = np.linspace(0, 30, 150).reshape(-1, 1)
altura = 1.9 * np.sin(2 * np.pi * horas / 12.42) + 0.5 * np.sin(2 * np.pi * horas / 24 + 0.4) + 2.6
altura += 0.05 * np.random.randn(*altura.shape)

x = horas / 12.42
K = 10                                    # neuronas

frec = np.random.uniform(1, 8, (1, K))    # pesos de entrada = frecuencias
fase = np.random.uniform(0, 2 * np.pi, (1, K))
amp = np.random.randn(K, 1) * 0.3
base = np.array([[altura.mean()]])

tasa0 = 0.02
N = len(x)

for paso in range(3000):
    tasa = tasa0 / (1 + 0.0005 * paso)    # la tasa va bajando

    arg = x @ frec + fase
    S = np.sin(arg)
    h = S @ amp + base

    dif = h - altura
    ecm = (dif ** 2).sum() / N

    # gradientes (el 2 de la derivada se queda dentro de la tasa)
    g_amp = S.T @ dif / N
    g_base = dif.mean(axis=0, keepdims=True)
    d_arg = dif @ amp.T * np.cos(arg)
    g_frec = x.T @ d_arg / N
    g_fase = d_arg.mean(axis=0, keepdims=True)

    amp -= tasa * g_amp
    base -= tasa * g_base
    frec -= tasa * g_frec
    fase -= tasa * g_fase

    if paso % 500 == 0:
        print(f"paso {paso}  ECM {ecm:.5f}  error maximo {np.abs(dif).max():.2f} m")

plt.plot(horas, altura, ".")
plt.plot(horas, np.sin(x @ frec + fase) @ amp + base)
plt.xlabel("horas")
plt.ylabel("metros")
plt.show()
