# %% Hauteur des vagues à la bouée, à partir du vent (vitesse, direction) et de la pression
import numpy as np

rng = np.random.default_rng(29)

n = 100
vent = rng.gamma(3, 3, n)
direction = rng.uniform(0, 2 * np.pi, n)
pression = rng.normal(1013, 8, n)
hauteur = 0.03 * vent**1.7 * (1.2 + np.cos(direction)) + 0.02 * (1013 - pression) + 0.5
hauteur = np.maximum(hauteur, 0.1) + 0.05 * rng.normal(size=n)

# %% mise à l'échelle : une colonne par relevé
X = np.array([(vent - vent.mean()) / vent.std(), np.cos(direction), np.sin(direction), (pression - 1013) / 8])
h_max = hauteur.max() * 1.1
T = (hauteur / h_max).reshape(1, n)
print(X.shape, T.shape)

# %% paramètres
m = 9
W = rng.normal(0, 0.5, (m, 4))
b = np.zeros((m, 1))
V = rng.normal(0, 0.5, (1, m))
c = np.zeros((1, 1))

cumul = [np.zeros_like(p) for p in (W, b, V, c)]
eta = 0.05
epsilon = 1e-8

# %% apprentissage (AdaGrad)
suivi = []
for tour in range(700):
    cachee = W @ X
    cachee += b
    np.tanh(cachee, out=cachee)
    sortie = V @ cachee
    sortie += c
    sortie = 1 / (1 + np.exp(-sortie))

    ecart = sortie - T
    suivi.append(float((ecart**2).sum()))

    # delta de sortie, sur place : ecart ne sert plus à rien d'autre
    delta = ecart
    delta *= sortie
    delta *= 1 - sortie

    gV = delta @ cachee.T
    gc = delta.sum(axis=1, keepdims=True)

    # cachee devient 1 - tanh^2 (gV est déjà calculé)
    cachee *= cachee
    np.subtract(1, cachee, out=cachee)
    delta_c = V.T @ delta
    delta_c *= cachee
    gW = delta_c @ X.T
    gb = delta_c.sum(axis=1, keepdims=True)

    for p, g, s in zip((W, b, V, c), (gW, gb, gV, gc), cumul):
        s += g**2
        p -= eta * g / (np.sqrt(s) + epsilon)

    if tour % 100 == 0:
        print(f"tour {tour:4d}   somme des carrés {suivi[-1]:.5f}   eqm en mètres {h_max * np.sqrt(suivi[-1] / n):.3f}")

# %% bulletin
for k in range(5):
    x = X[:, [k]]
    prevu = h_max / (1 + np.exp(-(V @ np.tanh(W @ x + b) + c)))
    print(f"vent {vent[k]:5.1f} m/s : mesuré {hauteur[k]:.2f} m, prévu {prevu.item():.2f} m")
