# ¿Reseña buena o mala? Bolsa de palabras y una red de capas en una lista de diccionarios, frase a frase.
import random

import numpy as np

random.seed(4)
np.random.seed(4)

resenas = [
    ("la comida estaba rica y el camarero muy amable", 1),
    ("la sopa estaba fria y el camarero muy lento", 0),
    ("todo muy rico y muy barato", 1),
    ("todo muy caro y nada rico", 0),
    ("volvere sin duda", 1),
    ("no volvere sin duda", 0),
    ("el postre estaba rico", 1),
    ("el postre no estaba rico", 0),
    ("nada mal la comida", 1),
    ("mal la comida y mal el postre", 0),
]

vocabulario = sorted({p for frase, _ in resenas for p in frase.split()})
indice = {p: i for i, p in enumerate(vocabulario)}
print(len(vocabulario), "palabras")


def vector(frase):
    v = np.zeros((len(vocabulario), 1))
    for p in frase.split():
        if p in indice:
            v[indice[p]] += 1
    return v


def nueva_capa(entra, sale, tipo):
    return {"tipo": tipo, "W": np.random.randn(sale, entra) * 0.3, "b": np.zeros((sale, 1))}


capas = [
    nueva_capa(len(vocabulario), 6, "relu"),
    nueva_capa(6, 5, "tanh"),
    nueva_capa(5, 1, "sigmoide"),
]
capas[0]["b"] += 0.1


def adelante(x):
    for capa in capas:
        capa["entrada"] = x
        z = capa["W"] @ x + capa["b"]
        if capa["tipo"] == "relu":
            z[z < 0] = 0
            x = z
        elif capa["tipo"] == "tanh":
            x = np.tanh(z)
        else:
            x = 1 / (1 + np.exp(-z))
        capa["salida"] = x
    return x[0, 0]


def pendiente(capa):
    s = capa["salida"]
    if capa["tipo"] == "relu":
        return (s > 0).astype(float)
    if capa["tipo"] == "tanh":
        return 1 - s ** 2
    return s * (1 - s)


def atras(y):
    # error = -(dC/da) para C = (y - p)^2 / 2, por eso los dos signos menos
    arriba = y - capas[-1]["salida"]
    for capa in capas[::-1]:
        delta = -arriba * pendiente(capa)
        capa["dW"] = np.dot(delta, capa["entrada"].T)
        capa["db"] = delta
        arriba = -np.dot(capa["W"].T, delta)


eta = 0.3
for epoca in range(120):
    random.shuffle(resenas)
    total = 0
    for frase, y in resenas:
        p = adelante(vector(frase))
        total += abs(y - p)
        atras(y)
        for capa in capas:
            capa["W"] -= eta * capa["dW"]
            capa["b"] -= eta * capa["db"]
    if epoca % 20 == 0:
        print("época", epoca, "error absoluto medio:", round(total / len(resenas), 3))

for frase in ["el camarero amable", "sopa fria", "no estaba mal"]:
    print(frase, "->", round(adelante(vector(frase)), 2))
