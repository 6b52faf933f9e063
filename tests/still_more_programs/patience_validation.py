# Régression : prédire la consommation d'une maison (données simulées)
import numpy as np

gen = np.random.RandomState(23)
n = 90
temperature = gen.uniform(-5, 30, n)
surface = gen.uniform(40, 200, n)
conso = 0.02 * surface * np.maximum(18 - temperature, 0) + gen.normal(0, 2, n)

X = np.c_[temperature, surface]
X = (X - X.mean(axis=0)) / X.std(axis=0)
y = ((conso - conso.mean()) / conso.std()).reshape(-1, 1)

X_app, y_app = X[:70], y[:70]
X_val, y_val = X[70:], y[70:]

W1 = gen.normal(0, 0.5, (2, 8))
b1 = np.zeros(8)
W2 = gen.normal(0, 0.5, (8, 1))
b2 = np.zeros(1)


def propagation(donnees):
    z = donnees @ W1 + b1
    cachee = np.where(z > 0, z, 0.1 * z)
    return z, cachee, cachee @ W2 + b2


taux_initial, decroissance = 0.1, 0.01
meilleure, attente, patience = np.inf, 0, 15
epoque = 0
while attente < patience and epoque < 120:
    taux = taux_initial / (1 + decroissance * epoque)
    ordre = gen.permutation(70)
    for lot in np.array_split(ordre, 5):
        z, cachee, sortie = propagation(X_app[lot])
        ecart = sortie - y_app[lot]
        d_sortie = ecart / len(lot)
        d_cachee = d_sortie @ W2.T
        d_z = np.where(z > 0, d_cachee, 0.1 * d_cachee)

        W2 = W2 - taux * cachee.T @ d_sortie
        b2 = b2 - taux * d_sortie.sum(0)
        W1 = W1 - taux * X_app[lot].T @ d_z
        b1 = b1 - taux * d_z.sum(0)

    # arrêt précoce sur la validation
    perte_val = np.mean((propagation(X_val)[2] - y_val) ** 2)
    if perte_val < meilleure - 1e-5:
        meilleure, attente = perte_val, 0
        garde = [p.copy() for p in (W1, b1, W2, b2)]
    else:
        attente += 1
    if epoque % 20 == 0:
        print(f"époque {epoque:3d}  validation {perte_val:.4f}  taux {taux:.4f}")
    epoque += 1

print("arrêt à l'époque", epoque, "meilleure perte", meilleure)
