# %% [markdown]
# # Comparar maneras de bajar la tasa de aprendizaje
# La misma red, las mismas muestras, tres calendarios. El umbral va en la última fila de cada matriz.

# %%
import numpy as np

semilla = 314
m = 100


# %% los calendarios son funciones que devuelven funciones
def constante(tasa):
    return lambda epoca: tasa


def escalones(tasa, cada=100, factor=0.5):
    return lambda epoca: tasa * factor ** (epoca // cada)


def inverso(tasa, k=0.01, calentamiento=10):
    def calendario(epoca):
        if epoca < calentamiento:
            return tasa * (epoca + 1) / calentamiento
        return tasa / (1 + k * (epoca - calentamiento))

    return calendario


# %% datos: ¿llueve mañana?
gen = np.random.default_rng(semilla)
presion, humedad, viento = gen.normal(size=(3, m))
llueve = (humedad - presion + 0.5 * viento**2 + 0.3 * gen.normal(size=m) > 0.4).astype(float)
X = np.column_stack([presion, humedad, viento, np.ones(m)])
T = llueve[:, np.newaxis]


# %%
def mas_uno(A):
    return np.column_stack([A, np.ones(len(A))])


def sigma(z):
    return 1 / (1 + np.exp(-z))


def entrena(calendario, epocas=300, ocultas=7, lam=1e-3):
    gen = np.random.default_rng(semilla + 1)
    V = gen.normal(0, 0.6, (4, ocultas))
    W = gen.normal(0, 0.6, (ocultas + 1, 1))
    curva = []
    for epoca in range(epocas):
        Z = X @ V
        H = mas_uno(np.logaddexp(0, Z))  # softplus
        logit = H @ W
        # entropía cruzada escrita con el logit, más la penalización (sin los umbrales)
        perdida = np.mean(np.logaddexp(0, logit) - T * logit)
        perdida += lam * (np.sum(V[:-1] ** 2) + np.sum(W[:-1] ** 2))
        curva.append(perdida)

        D = (sigma(logit) - T) / m
        gW = H.T @ D
        gW[:-1] += 2 * lam * W[:-1]
        gV = X.T @ (D @ W[:-1].T * sigma(Z))
        gV[:-1] += 2 * lam * V[:-1]

        tasa = calendario(epoca)
        W -= tasa * gW
        V -= tasa * gV
    return V, W, curva


# %%
calendarios = {
    "constante": constante(0.5),
    "escalones": escalones(1.0),
    "inverso": inverso(1.5),
}
for nombre, calendario in calendarios.items():
    V, W, curva = entrena(calendario)
    print(f"{nombre:10s}", " ".join(f"{c:.4f}" for c in curva[::60]))

# %%
aciertos = np.mean((mas_uno(np.logaddexp(0, X @ V)) @ W > 0) == (T == 1))
print("aciertos del último:", aciertos)
