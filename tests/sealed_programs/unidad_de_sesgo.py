import numpy as np

# ¿Qué fruta es? Tres medidas -> (manzana, pera)
rng = np.random.default_rng(9)


def agrega_uno(m):
    """Pone la unidad de sesgo como última columna."""
    return np.hstack([m, np.ones((m.shape[0], 1))])


def sigm(z):
    return 1.0 / (1.0 + np.exp(-z))


ancho = rng.normal(7, 0.6, 48)
clase = rng.integers(0, 2, 48)
alto = ancho * np.where(clase == 0, 0.95, 1.35) + rng.normal(0, 0.3, 48)
verde = np.clip(rng.normal(np.where(clase == 0, 0.3, 0.7), 0.2), 0, 1)

X = agrega_uno(np.column_stack([ancho - 7, alto - 8, 2 * verde - 1]))
T = np.eye(2)[clase]

n_oculta = 5
V = rng.uniform(-0.7, 0.7, (4, n_oculta))          # 3 medidas + sesgo
W = rng.uniform(-0.7, 0.7, (n_oculta + 1, 2))      # 5 ocultas + sesgo

tasa = 0.2
tam = 12
errores = []

for epoca in range(300):
    orden = rng.permutation(len(X))
    acumulado = 0
    for k in range(0, len(X), tam):
        Xb = X[orden[k:k + tam]]
        Tb = T[orden[k:k + tam]]

        H = agrega_uno(sigm(Xb @ V))
        S = sigm(H @ W)

        E = Tb - S
        acumulado += 0.5 * np.sum(E ** 2)

        dS = E * S * (1 - S)
        dH = dS @ W.T * H * (1 - H)
        dH = dH[:, 1:]  # sin la unidad de sesgo

        W = W + tasa * H.T @ dS
        V = V + tasa * Xb.T @ dH
    errores.append(acumulado)
    if epoca % 60 == 0:
        print("época", epoca, "error", round(acumulado, 4))

aciertos = (sigm(agrega_uno(sigm(X @ V)) @ W).argmax(axis=1) == clase).sum()
print("aciertos:", aciertos, "de", len(X))
print("error primero y último:", errores[0], errores[-1])
