import numpy as np
import matplotlib.pyplot as plt

# Pronóstico de la demanda eléctrica diaria (datos simulados)
# entradas: los tres días anteriores y la temperatura
np.random.seed(21)
dias = 220
temp = 18 + 9 * np.sin(2 * np.pi * np.arange(dias) / 180) + np.random.randn(dias)
demanda = 50 + 0.08 * (temp - 18) ** 2 + 4 * (np.arange(dias) % 7 < 5) + np.random.randn(dias) * 0.5

serie = (demanda - demanda.mean()) / demanda.std()
temp_n = (temp - temp.mean()) / temp.std()

filas, objetivo = [], []
for d in range(3, dias):
    filas.append([serie[d - 1], serie[d - 2], serie[d - 3], temp_n[d]])
    objetivo.append([serie[d]])
X, Y = np.array(filas), np.array(objetivo)

corte = int(len(X) * 0.8)
Xe, Ye = X[:corte], Y[:corte]
Xv, Yv = X[corte:], Y[corte:]


def adelante(X, P):
    z1 = X @ P["W1"] + P["b1"]
    a1 = np.tanh(z1)
    z2 = a1 @ P["W2"] + P["b2"]
    a2 = np.tanh(z2)
    return a1, a2, a2 @ P["W3"] + P["b3"]


def gradientes(X, Y, P):
    a1, a2, salida = adelante(X, P)
    g = {}
    d3 = 2 * (salida - Y) / Y.size
    g["W3"], g["b3"] = a2.T @ d3, d3.sum(axis=0)
    d2 = d3 @ P["W3"].T * (1 - a2**2)
    g["W2"], g["b2"] = a1.T @ d2, d2.sum(axis=0)
    d1 = d2 @ P["W2"].T * (1 - a1**2)
    g["W1"], g["b1"] = X.T @ d1, d1.sum(axis=0)
    return g


def ecm(X, Y, P):
    return np.mean((adelante(X, P)[-1] - Y) ** 2)


tam = [4, 8, 6, 1]
P = {}
for k in range(1, len(tam)):
    P[f"W{k}"] = np.random.randn(tam[k - 1], tam[k]) / np.sqrt(tam[k - 1])
    P[f"b{k}"] = np.zeros(tam[k])

# Adam
alfa, beta1, beta2, eps = 0.01, 0.9, 0.999, 1e-8
M = {k: np.zeros_like(v) for k, v in P.items()}
V = {k: np.zeros_like(v) for k, v in P.items()}

mejor, mejores, espera = np.inf, None, 0
curva_e, curva_v = [], []
for t in range(1, 601):
    g = gradientes(Xe, Ye, P)
    for k in P:
        M[k] = beta1 * M[k] + (1 - beta1) * g[k]
        V[k] = beta2 * V[k] + (1 - beta2) * g[k] ** 2
        m_c = M[k] / (1 - beta1**t)
        v_c = V[k] / (1 - beta2**t)
        P[k] = P[k] - alfa * m_c / (np.sqrt(v_c) + eps)

    curva_e.append(ecm(Xe, Ye, P))
    curva_v.append(ecm(Xv, Yv, P))
    if curva_v[-1] < mejor - 1e-5:
        mejor, espera = curva_v[-1], 0
        mejores = {k: v.copy() for k, v in P.items()}
    else:
        espera += 1
        if espera > 40:
            print("parada temprana en la época", t)
            break
    if t % 100 == 0:
        print(t, round(curva_e[-1], 4), round(curva_v[-1], 4))

plt.plot(curva_e, label="entrenamiento")
plt.plot(curva_v, label="validación")
plt.legend()
plt.show()
if mejores is not None:
    P = mejores
print("ECM de validación:", round(ecm(Xv, Yv, P), 4))
