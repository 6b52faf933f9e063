"""Demanda eléctrica de un barrio según la hora, la temperatura y si es laborable.

Trabajo de la materia Sistemas de Potencia. Antes usaba tanh en la primera capa,
con softplus va mejor en invierno.
"""
import numpy as np
import matplotlib.pyplot as plt

rng = np.random.default_rng(365)

# ---------- datos ----------
n = 168
hora = np.arange(n) % 24
temperatura = 12 + 8 * np.sin((hora - 9) / 24 * 2 * np.pi) + rng.normal(0, 2, n)
laborable = (np.arange(n) // 24 < 5).astype(float)
demanda = (2.0 + 0.8 * laborable * np.exp(-((hora - 11) / 5.0) ** 2) + 1.1 * np.exp(-((hora - 20) / 2.5) ** 2)
           + 0.03 * np.maximum(15 - temperatura, 0) + rng.normal(0, 0.05, n))

entradas = np.stack([np.sin(2 * np.pi * hora / 24), np.cos(2 * np.pi * hora / 24), (temperatura - 12) / 8, laborable], axis=1)
objetivo = demanda[:, None] - 2.5


# ---------- red ----------
def softplus(z):
    return np.log1p(np.exp(z))


def sigmoide(z):
    return 1 / (1 + np.exp(-z))


def crear(tam, rng):
    p = {}
    for i in range(1, len(tam)):
        p[f"W{i}"] = rng.normal(0, 0.7, (tam[i - 1], tam[i]))
        p[f"b{i}"] = np.zeros((1, tam[i]))
    return p


def adelante(x, p):
    cache = {"A0": x}
    cache["Z1"] = x @ p["W1"] + p["b1"]
    cache["A1"] = softplus(cache["Z1"])
    cache["Z2"] = cache["A1"] @ p["W2"] + p["b2"]
    cache["A2"] = sigmoide(cache["Z2"])
    cache["Z3"] = cache["A2"] @ p["W3"] + p["b3"]
    return cache["Z3"], cache


def atras(y, t, p, cache):
    g = {}
    A1, A2 = cache["A1"], cache["A2"]

    dZ3 = 2 * (y - t) / len(t)
    g["W3"] = A2.T @ dZ3
    g["b3"] = dZ3.sum(axis=0, keepdims=True)

    dA2 = dZ3 @ p["W3"].T
    dZ2 = dA2 * (1 - A2)
    g["W2"] = A1.T @ dZ2
    g["b2"] = dZ2.sum(axis=0, keepdims=True)

    dA1 = dZ2 @ p["W2"].T
    dZ1 = dA1 * (1 - A1 ** 2)
    g["W1"] = cache["A0"].T @ dZ1
    g["b1"] = dZ1.sum(axis=0, keepdims=True)
    return g


# ---------- entrenamiento ----------
p = crear([4, 10, 6, 1], rng)
tasa = 0.05
perdidas = []
for epoca in range(1500):
    y, cache = adelante(entradas, p)
    perdidas.append(np.mean((y - objetivo) ** 2))
    g = atras(y, objetivo, p, cache)
    for clave in g:
        p[clave] = p[clave] - tasa * g[clave]
    if epoca % 300 == 0:
        print(f"época {epoca:4d}   ECM {perdidas[-1]:.4f} MW²")

y, _ = adelante(entradas, p)
plt.plot(demanda, label="medida")
plt.plot(y + 2.5, label="red")
plt.legend()
plt.show()
