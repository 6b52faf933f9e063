# TD 5, exercice 2 : additionneur (somme et retenue de trois bits)
# On suit les notations du polycopié : V couche cachée, W couche de sortie.
import math
import numpy as np

try:
    epoques = int(input("Nombre d'époques [400] : "))
except (ValueError, EOFError):
    epoques = 400

exemples = []
for a in (0, 1):
    for b in (0, 1):
        for r in (0, 1):
            s = a + b + r
            exemples.append(([a, b, r], [s % 2, s // 2]))

n_entree, n_cachee, n_sortie = 3, 4, 2
np.random.seed(9)
V = np.random.rand(n_entree + 1, n_cachee) * 2 - 1    # dernière ligne : les biais
W = np.random.rand(n_cachee + 1, n_sortie) * 2 - 1
eta = 0.9


def sigma(u):
    return 1.0 / (1.0 + math.exp(-u))


def calcule(x):
    """Rend les sorties des deux couches."""
    xb = list(x) + [1]
    h = [0.0] * n_cachee
    for j in range(n_cachee):
        u = 0.0
        for i in range(n_entree + 1):
            u += xb[i] * V[i, j]
        h[j] = sigma(u)
    hb = h + [1]
    y = [0.0] * n_sortie
    for k in range(n_sortie):
        u = 0.0
        for j in range(n_cachee + 1):
            u += hb[j] * W[j, k]
        y[k] = sigma(u)
    return xb, hb, y


for ep in range(1, epoques + 1):
    E = 0
    for x, t in exemples:
        xb, hb, y = calcule(x)
        # E = 1/2 somme (t - y)^2, donc dE/dy = -(t - y)
        delta_s = []
        for k in range(n_sortie):
            E += 0.5 * (t[k] - y[k]) ** 2
            delta_s.append(-(t[k] - y[k]) * y[k] * (1 - y[k]))
        delta_c = []
        for j in range(n_cachee):          # pas de delta pour le neurone constant
            somme = 0
            for k in range(n_sortie):
                somme += delta_s[k] * W[j, k]
            delta_c.append(somme * hb[j] * (1 - hb[j]))
        for j in range(n_cachee + 1):
            for k in range(n_sortie):
                W[j, k] += -eta * delta_s[k] * hb[j]
        for i in range(n_entree + 1):
            for j in range(n_cachee):
                V[i, j] += -eta * delta_c[j] * xb[i]
    if ep % 100 == 0:
        print("époque", ep, " E =", round(E, 4))

print(" a b r | somme retenue")
for x, t in exemples:
    _, _, y = calcule(x)
    print("", *x, "|", *[round(v, 2) for v in y], " attendu", t)
