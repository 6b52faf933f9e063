"""
Caudal del río en la estación de aforo a partir de la lluvia de los tres
últimos días. El umbral de cada capa va como última columna de la entrada
(una columna de unos), así no hay vectores b por ninguna parte.
"""
import numpy as np

gen = np.random.default_rng(77)


def con_unos(M):
    """Pega una columna de unos a la derecha."""
    return np.hstack((M, np.ones((M.shape[0], 1))))


def f(z):
    return 1 / (1 + np.exp(-z))


# ------------------------------------------------------------------ datos
dias = 70
lluvia = gen.gamma(1.2, 6.0, dias + 3)
hoy, ayer, antes = lluvia[3:], lluvia[2:-1], lluvia[1:-2]
caudal = 4 + 0.5 * hoy + 0.9 * ayer + 0.4 * antes + 0.02 * hoy * ayer + gen.normal(0, 1, dias)

X = np.stack([hoy, ayer, antes], axis=1) / 20.0
T = (caudal / 50.0).reshape(dias, 1)
print("X", X.shape, "T", T.shape)

# ------------------------------------------------------------------ red
# dos capas ocultas; cada matriz tiene una fila de más, la del umbral
V1 = gen.normal(0, 0.7, (3 + 1, 6))
V2 = gen.normal(0, 0.7, (6 + 1, 4))
V3 = gen.normal(0, 0.7, (4 + 1, 1))

alfa = 0.5
rondas = 800
for ronda in range(rondas):
    E0 = con_unos(X)
    S1 = f(E0 @ V1)
    E1 = con_unos(S1)
    S2 = f(E1 @ V2)
    E2 = con_unos(S2)
    S3 = E2 @ V3                      # salida lineal

    dif = S3 - T
    # print(dif[:5])

    d3 = dif / dias
    d2 = (d3 @ V3.T)[:, :-1] * S2 * (1 - S2)
    d1 = (d2 @ V2.T)[:, 1:] * S1 * (1 - S1)

    G3 = E2.T @ d3
    G2 = E1.T @ d2
    G1 = E0.T @ d1

    V3 = V3 - alfa * G3
    V2 = V2 - alfa * G2
    V1 = V1 - alfa * G1

    if ronda % 200 == 0:
        print("ronda %4d   ECM %.6f" % (ronda, np.mean(dif ** 2)))

raiz = np.sqrt(np.mean(dif ** 2)) * 50
print("raíz del ECM en m3/s:", round(raiz, 3))
peor = np.argmax(np.abs(dif))
print("el peor día llovió", lluvia[peor + 3].round(1), "mm y el caudal fue", caudal[peor].round(1))
