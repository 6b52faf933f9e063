# Un réseau à activations sinus qui apprend une petite onde (un bout de son).
# Les exemples sont en colonnes : X est (1, m).  Perte de Huber, pas décroissant.
import time

import numpy as np

np.random.seed(2)

m = 50
t = np.linspace(-1, 1, m).reshape(1, m)
onde = 0.6 * np.sin(4 * t) + 0.3 * np.cos(9 * t) * np.exp(-2 * t ** 2)
onde[0, 7] += 2.5  # un clic dans l'enregistrement
onde[0, 31] -= 3.0

tailles = [1, 12, 8, 1]
L = len(tailles) - 1

poids = []
biais = []
for i in range(L):
    borne = np.sqrt(6 / tailles[i])
    poids.append(np.random.uniform(-borne, borne, (tailles[i + 1], tailles[i])))
    biais.append(np.random.uniform(-0.5, 0.5, (tailles[i + 1], 1)))
print([p.shape for p in poids])


def avant(X):
    entrees = [X]
    zs = []
    for i in range(L):
        z = poids[i] @ entrees[-1] + biais[i]
        zs.append(z)
        entrees.append(np.sin(z) if i < L - 1 else z)
    return entrees, zs


def huber(e, seuil=0.5):
    petit = np.abs(e) <= seuil
    return np.where(petit, 0.5 * e ** 2, seuil * (np.abs(e) - 0.5 * seuil))


def vieille_pente(e):
    # première version, ne sert plus
    return np.sign(e)


def pente_huber(e, seuil=0.5):
    return np.clip(e, -seuil, seuil)


debut = time.time()
pas0 = 0.1
for epoque in range(800):
    pas = pas0 / (1 + 0.002 * epoque)
    entrees, zs = avant(t)
    ecart = entrees[-1] - onde

    g = pente_huber(ecart) / m
    grads = []
    for i in reversed(range(L)):
        grads.append((g @ entrees[i].T, g.sum(axis=1, keepdims=True)))
        if i > 0:
            g = (poids[i].T @ g) * np.cos(zs[i - 1])

    for (gp, gb), i in zip(grads, reversed(range(L))):
        poids[i] -= pas * gp
        biais[i] -= pas * gb

    if epoque % 100 == 0:
        print(f"époque {epoque:4d} : huber = {huber(ecart).mean():.5f}, eqm = {np.mean(ecart ** 2):.5f}")

print("durée :", round(time.time() - debut, 2), "s")
