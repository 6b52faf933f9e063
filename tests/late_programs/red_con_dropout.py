# -*- coding: utf-8 -*-
"""Capas como objetos, con Dropout invertido entre ellas. Clasifica figuras de 4x4 píxeles con ruido."""
import numpy as np

azar = np.random.RandomState(8)

FIGURAS = [
    "x..x.xx..xx.x..x",  # aspa
    ".xx.x..xx..x.xx.",  # aro
    ".x...x...x...x..",  # palo
]


def dibujos(veces):
    base = np.array([[c == "x" for c in f] for f in FIGURAS], dtype=float)
    clase = azar.randint(0, 3, veces)
    ruido = azar.normal(0, 0.25, (veces, 16))
    return base[clase] + ruido, np.eye(3)[clase]


class Densa:
    def __init__(self, n, m):
        self.W = azar.randn(n, m) / np.sqrt(n)
        self.b = np.zeros(m)

    def adelante(self, x, entrenando):
        self.x = x
        return x.dot(self.W) + self.b

    def atras(self, d):
        self.dW = self.x.T.dot(d)
        self.db = d.sum(axis=0)
        return d.dot(self.W.T)


class ELU:
    def adelante(self, x, entrenando):
        self.y = np.where(x > 0, x, np.exp(np.minimum(x, 0)) - 1)
        return self.y

    def atras(self, d):
        # para x <= 0 la pendiente es e^x, o sea y + 1
        return d * np.where(self.y > 0, 1.0, self.y + 1)


class Dropout:
    def __init__(self, p):
        self.queda = 1 - p

    def adelante(self, x, entrenando):
        if not entrenando:
            return x
        self.mascara = (azar.rand(*x.shape) < self.queda) / self.queda
        return x * self.mascara

    def atras(self, d):
        return d * self.mascara


capas = [Densa(16, 14), ELU(), Dropout(0.2), Densa(14, 8), ELU(), Dropout(0.1), Densa(8, 3)]


def red(x, entrenando=False):
    for capa in capas:
        x = capa.adelante(x, entrenando)
    return x


def probabilidades(z):
    e = np.exp(z - z.max(1)[:, None])
    return e / e.sum(1)[:, None]


X, T = dibujos(150)
Xp, Tp = dibujos(50)
eta, lote = 0.2, 25

for epoca in range(60):
    orden = azar.permutation(len(X))
    total = 0.0
    for i in range(0, len(X), lote):
        cuales = orden[i : i + lote]
        xl, tl = X[cuales], T[cuales]
        p = probabilidades(red(xl, entrenando=True))
        total -= np.sum(tl * np.log(p + 1e-12))
        d = (p - tl) / lote
        for capa in capas[::-1]:
            d = capa.atras(d)
        for capa in capas:
            if isinstance(capa, Densa):
                capa.W -= eta * capa.dW
                capa.b -= eta * capa.db
    if epoca % 10 == 0:
        acierto = (probabilidades(red(Xp)).argmax(1) == Tp.argmax(1)).mean()
        print("época %2d  entropía cruzada %.4f  aciertos en la prueba %.0f%%" % (epoca, total / len(X), 100 * acierto))
