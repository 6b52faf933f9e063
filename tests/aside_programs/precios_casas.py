import numpy as np

# === 1. Datos ===
# (el csv de verdad tiene 1.460 filas; esto es una muestra simulada con las mismas columnas)
rng = np.random.default_rng(1460)
n = 150
datos = {
    "superficie": rng.normal(110, 30, n),
    "calidad": rng.integers(3, 10, n).astype(float),
    "anio": rng.integers(1950, 2010, n).astype(float),
    "garaje": rng.integers(0, 3, n).astype(float),
    "banios": rng.integers(1, 4, n).astype(float),
}
precio = (
    1200 * datos["superficie"]
    + 9000 * datos["calidad"] ** 1.5
    + 400 * (datos["anio"] - 1950)
    + 8000 * np.minimum(datos["garaje"], 2)
    + rng.normal(0, 8000, n)
)

resumen = {k: (v.mean().round(1), v.std().round(1)) for k, v in datos.items()}
for k, v in resumen.items():
    print(f"{k:12s} media {v[0]:8.1f}  desv {v[1]:6.1f}")

# === 2. Limpieza ===
X = np.stack([(v - v.mean()) / v.std() for v in datos.values()], axis=1)
y = np.log(precio)
y_media, y_desv = y.mean(), y.std()
y = ((y - y_media) / y_desv).reshape(-1, 1)

orden = rng.permutation(n)
entr, prueba = orden[:120], orden[120:]
X_e, y_e, X_p, y_p = X[entr], y[entr], X[prueba], y[prueba]

# === 3. Modelo ===
ocultas = 8
lam = 0.01
p = {
    "W1": rng.normal(size=(5, ocultas)) * np.sqrt(2 / 5),
    "b1": np.ones((1, ocultas)) * 0.1,
    "W2": rng.normal(size=(ocultas, 1)) * np.sqrt(2 / ocultas),
    "b2": np.zeros((1, 1)),
}


def penalizacion(W):
    """Regularización L2 (ridge)."""
    return lam * np.sum(W**2)


def prediccion(X):
    return np.maximum(X @ p["W1"] + p["b1"], 0) @ p["W2"] + p["b2"]


def perdida(X, y):
    ajuste = np.mean((prediccion(X) - y) ** 2)
    return ajuste + penalizacion(p["W1"]) + penalizacion(p["W2"])


# === 4. Entrenamiento ===
lr = 0.02
EPOCAS = 400
for epoca in range(EPOCAS):
    z1 = X_e @ p["W1"] + p["b1"]
    a1 = np.maximum(z1, 0)
    y_hat = a1 @ p["W2"] + p["b2"]

    d2 = 2 * (y_hat - y_e) / len(y_e)
    d1 = (d2 @ p["W2"].T) * (z1 > 0)
    g = {
        "W1": X_e.T @ d1,
        "b1": d1.sum(axis=0, keepdims=True),
        "W2": a1.T @ d2,
        "b2": d2.sum(axis=0, keepdims=True),
    }
    # los sesgos no se regularizan
    for k in ("W1", "W2"):
        g[k] += penalizacion(p[k])
    for k in p:
        p[k] -= lr * g[k]

    if epoca % 50 == 0:
        print(f"época {epoca:3d}  entrenamiento {perdida(X_e, y_e):.4f}  prueba {perdida(X_p, y_p):.4f}")

# === 5. Resultado ===
euros = np.exp(prediccion(X_p) * y_desv + y_media)
reales = np.exp(y_p * y_desv + y_media)
print("error porcentual medio: %.1f %%" % (100 * np.mean(np.abs(euros - reales) / reales)))
