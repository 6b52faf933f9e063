# %% [markdown]
# # ¿Está gastada la pila?
# Etiquetas +1 (buena) y -1 (gastada), pérdida bisagra (la de las SVM) encima de una capa oculta.
# El paso va bajando.

# %%
import numpy as np

gen = np.random.default_rng(123)

# %% datos: voltaje en vacío, voltaje con carga, meses guardada
N = 70
meses = gen.integers(0, 48, N)
vacio = 1.6 - 0.004 * meses + 0.03 * gen.standard_normal(N)
carga = vacio - gen.uniform(0.02, 0.5, N)
y = np.where((carga > 1.15) & (vacio - carga < 0.33), 1, -1)
X = np.c_[(vacio - 1.5) * 10, (carga - 1.2) * 5, meses / 24 - 1]
print("buenas:", (y == 1).sum(), "gastadas:", (y == -1).sum())

# %%
P = {
    "W": 0.8 * gen.standard_normal((3, 8)),
    "b": 0.1 * gen.standard_normal(8),
    "u": 0.5 * gen.standard_normal(8),
    "c": np.zeros(()),
}
lam = 1e-3


def red(P, X):
    h = np.tanh(X @ P["W"] + P["b"])
    return h @ P["u"] + P["c"], h


def perdida(P, X, y):
    f, _ = red(P, X)
    return np.maximum(0, 1 - y * f).mean() + lam * (np.sum(P["W"] ** 2) + np.sum(P["u"] ** 2))


def gradiente(P, X, y):
    f, h = red(P, X)
    # solo cuentan los ejemplos que no pasan el margen
    viola = (y * f < 1).astype(float)
    df = -y * viola / len(y)
    dh = np.outer(df, P["u"])
    dz = dh * (1 - h * h)
    return {
        "c": df.sum(),
        "u": df @ h + 2 * lam * P["u"],
        "b": dz.sum(0),
        "W": X.T @ dz + 2 * lam * P["W"],
    }


# %%
paso_inicial = 0.5
for it in range(300):
    paso = paso_inicial * 0.99 ** it
    G = gradiente(P, X, y)
    P = {k: P[k] - paso * G[k] for k in P}
    if it % 60 == 0:
        f, _ = red(P, X)
        print(it, "pérdida", round(perdida(P, X, y), 4), "fallos", int(np.sum(np.sign(f) != y)))

# %%
f, h = red(P, X)
print("vectores dentro del margen:", int((y * f < 1).sum()), "de", N)
