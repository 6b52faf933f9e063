# Caudal que sale por la compuerta según apertura, nivel y ancho.
# Con cierres (closures) porque las clases no me entran en la cabeza.
# Hay mediciones malas: por eso Huber y no mínimos cuadrados.
import numpy as np

azar = np.random.RandomState(99)
UMBRAL = 0.5


def fuga(z, m=0.05):
    return np.where(z > 0, z, m * z)


def fuga_prima(z, m=0.05):
    return np.where(z > 0, 1.0, m)


def hacer_capa(entran, salen, activar, derivar):
    K = azar.randn(entran, salen) * np.sqrt(1.5 / entran)
    c = np.zeros(salen)
    vK, vc = np.zeros_like(K), np.zeros_like(c)
    recuerdo = {}

    def adelante(x):
        recuerdo["x"] = x
        recuerdo["z"] = x.dot(K) + c
        return activar(recuerdo["z"])

    def atras(da):
        dz = da * derivar(recuerdo["z"])
        recuerdo["gK"] = recuerdo["x"].T.dot(dz)
        recuerdo["gc"] = dz.sum(0)
        return dz.dot(K.T)

    def mover(paso, inercia, escala):
        nonlocal K, c, vK, vc
        vK = inercia * vK - paso * escala * recuerdo["gK"]
        vc = inercia * vc - paso * escala * recuerdo["gc"]
        K += vK
        c += vc

    def norma2():
        return np.sum(recuerdo["gK"] ** 2) + np.sum(recuerdo["gc"] ** 2)

    return adelante, atras, mover, norma2, (K, c)


# apertura, nivel, ancho
M = azar.uniform(0.2, 1.0, (40, 3))
Q = (2.1 * M[:, 0] * M[:, 2] * np.sqrt(M[:, 1]))[:, None]
Q[::9] += azar.choice([-1.5, 1.5], size=Q[::9].shape)   # sensores tapados

red = [
    hacer_capa(3, 9, fuga, fuga_prima),
    hacer_capa(9, 6, fuga, fuga_prima),
    hacer_capa(6, 1, lambda z: z, lambda z: 1.0),
]
parametros = [capa[4] for capa in red]

for vuelta in range(700):
    x = M
    for adelante, *_ in red:
        x = adelante(x)
    r = x - Q
    chico = np.abs(r) <= UMBRAL
    costo = np.where(chico, 0.5 * r ** 2, UMBRAL * (np.abs(r) - 0.5 * UMBRAL)).mean()

    d = np.clip(r, -UMBRAL, UMBRAL) / r.size
    for _, atras, *_ in red[::-1]:
        d = atras(d)

    # recorte por la norma de todo junto: la dirección no cambia
    largo = np.sqrt(sum(capa[3]() for capa in red))
    escala = min(1.0, 0.1 / largo)
    for _, _, mover, *_ in red:
        mover(0.1, 0.8, escala)
    if vuelta % 100 == 0:
        print("vuelta %d  costo %.5f  norma %.3f" % (vuelta, costo, largo))
