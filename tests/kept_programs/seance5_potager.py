# TP séance 5 : réseau à profondeur quelconque
# rendement d'un potager (kg) selon soleil, eau, engrais, surface
import numpy as np

gen = np.random.default_rng(17)

n_obs = 50
soleil = gen.uniform(3, 10, n_obs)
eau = gen.uniform(0, 8, n_obs)
engrais = gen.uniform(0, 2, n_obs)
surface = gen.uniform(1, 5, n_obs)
kg = surface * (0.5 * soleil + np.sqrt(eau) + engrais) + gen.normal(0, 0.5, n_obs)

entrees = np.vstack([soleil, eau, engrais, surface]).T
entrees = (entrees - entrees.mean(0)) / entrees.std(0)
cibles = ((kg - kg.mean()) / kg.std())[:, None]

tailles = [4, 9, 7, 5, 1]
nb = len(tailles) - 1
poids = [gen.normal(0, 1 / np.sqrt(a), (a, b)) for a, b in zip(tailles[:-1], tailles[1:])]
biais = [np.zeros(b) for b in tailles[1:]]


def sigmoide(z):
    return 1 / (1 + np.exp(-z))


def propager(x):
    activ = [x]
    for k in range(nb):
        z = activ[-1] @ poids[k] + biais[k]
        activ.append(z if k == nb - 1 else sigmoide(z))
    return activ


def retropropager(activ, t):
    n = len(t)
    deltas = [np.zeros_like(a) for a in activ[1:]]
    deltas[-1] = (activ[-1] - t) / n
    for k in range(nb - 2, -1, -1):
        a = activ[k + 1]
        delta = deltas[k + 1] @ poids[k + 1].T * a * (1 - a)
    dw = [activ[k].T @ deltas[k] for k in range(nb)]
    db = [deltas[k].sum(axis=0) for k in range(nb)]
    return dw, db


pas = 0.2
erreurs = []
for tour in range(1200):
    activ = propager(entrees)
    dw, db = retropropager(activ, cibles)
    for k in range(nb):
        poids[k] = poids[k] - pas * dw[k]
        biais[k] = biais[k] - pas * db[k]
    erreurs.append(0.5 * np.mean((activ[-1] - cibles) ** 2))
    if tour % 300 == 0:
        print("tour", tour, "erreur", erreurs[-1])

sortie = propager(entrees)[-1]
print("corrélation :", np.corrcoef(sortie[:, 0], cibles[:, 0])[0, 1])
