# %% [markdown]
# # Goles del domingo
# Goles del local y del visitante según cuatro cosas de cada partido.
# La penya quiere saber si merece la pena apostar (spoiler: no).

# %%
import numpy as np

np.random.seed(1999)
partidos = 64

# %%
ataque = np.random.normal(0, 1, partidos)
defensa = np.random.normal(0, 1, partidos)
lesiones = np.random.poisson(1.5, partidos) - 1.5
lluvia = np.random.rand(partidos) - 0.5
local = 1.4 + 0.6 * ataque - 0.2 * lesiones - 0.5 * lluvia * ataque
visitante = 1.1 - 0.5 * defensa + 0.1 * lesiones + 0.3 * np.sin(2 * defensa)
X = np.c_[ataque, defensa, lesiones, lluvia]
Y = np.c_[local, visitante] + np.random.normal(0, 0.15, (partidos, 2))
X.shape, Y.shape

# %% la red: 4 -> 6 -> 6 -> 2
W1 = np.random.randn(4, 6) / 2
b1 = np.zeros(6)
W2 = np.random.randn(6, 6) / np.sqrt(6)
b2 = np.zeros(6)
W3 = np.random.randn(6, 2) / np.sqrt(6)
b3 = np.zeros(2)


# %%
def red(x):
    a1 = np.tanh(x @ W1 + b1)
    a2 = np.tanh(a1 @ W2 + b2)
    return a1, a2, a2 @ W3 + b3


def ecm(x, y):
    return ((red(x)[2] - y) ** 2).mean()


# %% entrenar con inercia
v = [0, 0, 0, 0, 0, 0]
alfa, inercia = 0.05, 0.8
for it in range(301):
    a1, a2, y_red = red(X)
    d3 = 2 * (y_red - Y) / Y.size
    d2 = d3 @ W3.T * (1 - a2 ** 2)
    d1 = d2 @ W2.T * (1 - a1 ** 2)

    dW3 = a2.T @ d3
    db3 = np.sum(d3, axis=0)
    dW2 = a1.T @ d2
    db2 = np.sum(d2)
    dW1 = X.T @ d2
    db1 = np.sum(d1, axis=0)

    v = [inercia * viejo + g for viejo, g in zip(v, [dW1, db1, dW2, db2, dW3, db3])]
    W1 = W1 - alfa * v[0]
    b1 = b1 - alfa * v[1]
    W2 = W2 - alfa * v[2]
    b2 = b2 - alfa * v[3]
    W3 = W3 - alfa * v[4]
    b3 = b3 - alfa * v[5]

    if it % 60 == 0:
        print(it, ecm(X, Y))

# %%
_, _, pronostico = red(X[:6])
for real, dicho in zip(Y[:6], pronostico):
    print("real %.1f - %.1f    red %.1f - %.1f" % (*real, *dicho))
