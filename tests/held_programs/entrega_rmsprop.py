# Entrega 3 - Aprendizaje automático
# Predecir si un alumno aprueba. Red 4-8-1, dropout invertido, RMSProp, minilotes.
import numpy as np

np.random.seed(17)

PROB = 0.7          # probabilidad de conservar una neurona
BETA = 0.9
EPSILON = 1e-8


def generar_alumnos(n):
    horas = np.random.gamma(2, 2, n)
    faltas = np.random.poisson(3, n)
    previas = np.random.normal(6, 1.5, n)
    sueno = np.random.normal(7, 1, n)
    puntos = 0.6 * horas - 0.5 * faltas + 0.8 * previas + 0.2 * sueno - 6
    aprueba = (puntos + np.random.normal(0, 0.5, n) > 0).astype(float)
    X = np.column_stack((horas, faltas, previas, sueno))
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    return X, aprueba.reshape(-1, 1)


def iniciar(capas):
    p = {}
    for l in range(1, len(capas)):
        p["W" + str(l)] = np.random.randn(capas[l - 1], capas[l]) / np.sqrt(capas[l - 1])
        p["b" + str(l)] = np.zeros((1, capas[l]))
    return p


def relu(z):
    return np.maximum(z, 0)


def sigmoide(z):
    return 1 / (1 + np.exp(-z))


def adelante(X, p, entrenar):
    z1 = X @ p["W1"] + p["b1"]
    a1 = relu(z1)
    if entrenar:
        d1 = (np.random.rand(1, a1.shape[1]) < PROB) / PROB
    else:
        d1 = 1.0
    a1d = a1 * d1
    z2 = a1d @ p["W2"] + p["b2"]
    a2 = sigmoide(z2)
    return a2, {"X": X, "z1": z1, "a1": a1, "d1": d1, "a1d": a1d, "a2": a2}


def atras(y, p, c):
    m = y.shape[0]
    g = {}
    dz2 = (c["a2"] - y) / m
    g["W2"] = c["a1d"].T @ dz2
    g["b2"] = dz2.sum(axis=0, keepdims=True)
    dz1 = (dz2 @ p["W2"].T) * c["d1"] * (c["a1"] > 0)
    g["W1"] = c["X"].T @ dz1
    g["b1"] = dz1.sum(axis=0, keepdims=True)
    return g


def rmsprop(p, g, s, tasa):
    for k in p:
        s[k] = BETA * s[k] + (1 - BETA) * g[k] * g[k]
        p[k] -= tasa * g[k] / (np.sqrt(s[k]) + EPSILON)


X, y = generar_alumnos(120)
X_ent, y_ent, X_val, y_val = X[:90], y[:90], X[90:], y[90:]
p = iniciar([4, 8, 1])
s = {k: np.zeros_like(v) for k, v in p.items()}
lote = 30

for epoca in range(60):
    indices = np.random.permutation(90)
    for ini in range(0, 90, lote):
        cuales = indices[ini:ini + lote]
        Xb, yb = X_ent[cuales], y_ent[cuales]
        a2, cache = adelante(Xb, p, True)
        grads = atras(yb, p, cache)
        rmsprop(p, grads, s, 0.01)
    if epoca % 20 == 0:
        a2, _ = adelante(X_val, p, False)
        bce = -np.mean(y_val * np.log(a2) + (1 - y_val) * np.log(1 - a2))
        print(f"época {epoca}: validación {bce:.4f}, aciertos {np.mean((a2 > 0.5) == y_val):.2%}")
