# Quantos ovos por dia? Rede feita em casa para o galinheiro do meu sogro.
# Entradas: horas de luz, temperatura, ração (kg). Saída: fração de galinhas que põem.
import numpy as np
from time import time

np.random.seed(77)

DIARIO = [
    # luz  temp  racao  postura
    (10.1, 12.0, 2.1, 0.42),
    (11.0, 14.5, 2.2, 0.55),
    (12.3, 18.0, 2.2, 0.70),
    (13.5, 22.0, 2.4, 0.86),
    (14.2, 27.0, 2.3, 0.88),
    (14.0, 33.0, 2.0, 0.61),
    (12.8, 30.0, 1.9, 0.58),
    (11.5, 20.0, 2.1, 0.66),
    (10.4, 15.0, 1.7, 0.38),
    (9.9, 9.0, 2.3, 0.35),
]


class Poleiro:
    """uma camada"""

    def __init__(self, entra, sai):
        self.P = np.random.uniform(-0.9, 0.9, (entra, sai))
        self.v = np.random.uniform(-0.1, 0.1, sai)

    def canta(self, x):
        self.x = x
        soma = x @ self.P + self.v
        return soma, aperta(soma)

    def aprende(self, delta, passo):
        manda = delta @ self.P.T
        self.P -= passo * self.x.T @ delta
        self.v -= passo * delta.sum(axis=0)
        return manda


def aperta(s):
    return 1 / (1 + np.exp(-s))


def aperta_linha(s):
    a = aperta(s)
    return a * (1 - a)


def prepara(diario):
    tudo = np.array(diario)
    x, t = tudo[:, :3], tudo[:, 3:]
    x = (x - x.min(axis=0)) / (x.max(axis=0) - x.min(axis=0))
    return x, t


X, T = prepara(DIARIO)
baixo = Poleiro(3, 5)
alto = Poleiro(5, 1)
passo = 0.2
inicio = time()

for dia in range(2000):
    s1, a1 = baixo.canta(X)
    a2, s2 = alto.canta(a1)

    erro = a2 - T
    delta2 = erro * aperta_linha(s2)
    sobra = alto.aprende(delta2, passo)
    delta1 = sobra * aperta_linha(s1)
    baixo.aprende(delta1, passo)

    if dia % 400 == 0:
        print("dia", dia, "erro", 0.5 * np.sum(erro ** 2))

print("demorou", time() - inicio, "s")
for linha, certo in zip(X, T):
    print(linha.round(2), certo, alto.canta(baixo.canta(linha)[1])[1])
