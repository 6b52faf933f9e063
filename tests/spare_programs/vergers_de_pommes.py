# Rendement d'un verger (tonnes par hectare) : petit réseau et pénalité L1
# pour que les mesures inutiles soient oubliées.
import numpy as np

rng = np.random.default_rng(1789)

LAMBDA = 0.005
TAUX = 0.1
TOURS = 400


def elu(z):
    return np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1)


def elu_prime(z):
    return np.where(z > 0, 1.0, np.exp(np.minimum(z, 0)))


def penalite(poids):
    """La somme des valeurs absolues."""
    return LAMBDA * sum(np.abs(W).sum() for W in poids)


def penalite_prime(W):
    return LAMBDA * np.abs(W)


def cout(sortie, cible, poids):
    return np.mean((sortie - cible) ** 2) + penalite(poids)


# --- les vergers ---
nombre = 150
gel = rng.integers(0, 6, nombre)
pluie = rng.uniform(400, 1100, nombre)
age = rng.uniform(3, 40, nombre)
bruit1 = rng.normal(size=nombre)
bruit2 = rng.normal(size=nombre)
tonnes = 30 - 2.2 * gel + 12 * np.exp(-((pluie - 750) / 200) ** 2) - 0.01 * (age - 18) ** 2
tonnes = (tonnes - tonnes.mean()) / tonnes.std()
X = np.c_[(gel - 2.5) / 2, (pluie - 750) / 200, (age - 20) / 10, bruit1, bruit2]
T = tonnes[:, None]

# --- les poids (pas de pénalité sur les biais) ---
W1 = rng.normal(0, 0.5, (5, 10))
b1 = np.zeros(10)
W2 = rng.normal(0, 0.5, (10, 6))
b2 = np.zeros(6)
W3 = rng.normal(0, 0.5, (6, 1))
b3 = np.zeros(1)

for tour in range(TOURS):
    z1 = X @ W1 + b1
    h1 = elu(z1)
    z2 = h1 @ W2 + b2
    h2 = elu(z2)
    y = h2 @ W3 + b3

    d3 = 2 * (y - T) / nombre
    d2 = (d3 @ W3.T) * elu_prime(z2)
    d1 = (d2 @ W2.T) * elu_prime(z1)

    if tour % 80 == 0:
        print(f"tour {tour:3d}  coût {cout(y, T, [W1, W2, W3]):.4f}  dont pénalité {penalite([W1, W2, W3]):.4f}")

    W3 -= TAUX * (h2.T @ d3 + penalite_prime(W3))
    b3 -= TAUX * d3.sum(axis=0)
    W2 -= TAUX * (h1.T @ d2 + penalite_prime(W2))
    b2 -= TAUX * d2.sum(axis=0)
    W1 -= TAUX * (X.T @ d1 + penalite_prime(W1))
    b1 -= TAUX * d1.sum(axis=0)

print("importance des mesures :", np.abs(W1).sum(axis=1).round(2))
y = elu(elu(X @ W1 + b1) @ W2 + b2) @ W3 + b3
print("erreur quadratique :", np.mean((y - T) ** 2).round(4))
