"""
Risque d'incendie en forêt d'après la pluie, le vent, la chaleur et l'humidité du sol.
Porté de mon ancien code R (les exemples sont en colonnes, comme dans le cours).
"""
import numpy as np

rng = np.random.default_rng(83)


def donnees(n):
    pluie = rng.exponential(4, n)
    vent = rng.gamma(3, 6, n)
    chaleur = rng.normal(26, 6, n)
    sol = np.clip(0.1 + 0.05 * pluie + rng.normal(0, 0.1, n), 0, 1)
    score = 0.05 * vent + 0.15 * (chaleur - 26) - 2.5 * sol + rng.normal(0, 0.4, n)
    feu = (score > 0.2).astype(float)
    return np.stack([pluie / 4 - 1, vent / 10 - 1.8, (chaleur - 26) / 6, 4 * sol - 1]), feu.reshape(1, n)


X, Y = donnees(120)
X_app, Y_app = X[:, :90], Y[:, :90]
X_val, Y_val = X[:, 90:], Y[:, 90:]
m = X_app.shape[1]

W1 = rng.normal(0, 0.5, (7, 4))
b1 = np.zeros((7, 1))
W2 = rng.normal(0, 0.5, (1, 7))
b2 = np.zeros((1, 1))

lam = 0.5
fuite = 0.05
pas_initial = 0.5


def propager(X):
    Z1 = W1 @ X + b1
    A1 = np.maximum(Z1, fuite * Z1)
    A2 = 1 / (1 + np.exp(-(W2 @ A1 + b2)))
    return Z1, A1, A2


def cout(A2, Y):
    return -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))


meilleur = (np.inf, None)
sans_progres = 0
for tour in range(800):
    pas = pas_initial * 0.998 ** tour
    Z1, A1, A2 = propager(X_app)
    J = cout(A2, Y_app) + lam / (2 * m) * (np.sum(W1 ** 2) + np.sum(W2 ** 2))

    dZ2 = (A2 - Y_app) / m
    dA1 = W2.T @ dZ2
    dZ1 = np.where(Z1 > 0, dA1, fuite * dA1)

    # décroissance des poids puis gradient : revient au même que d'ajouter lam / m * W
    W2 *= 1 - pas * lam / m
    W1 *= 1 - pas * lam / m
    W2 -= pas * dZ2 @ A1.T
    b2 -= pas * dZ2.sum(axis=1, keepdims=True)
    W1 -= pas * dZ1 @ X_app.T
    b1 -= pas * dZ1.sum(axis=1, keepdims=True)

    J_val = cout(propager(X_val)[-1], Y_val)
    if J_val < meilleur[0] - 1e-5:
        meilleur = (J_val, tour)
        sans_progres = 0
    else:
        sans_progres += 1
    if sans_progres == 60:
        print("arrêt précoce au tour", tour)
        break
    if tour % 100 == 0:
        print(f"tour {tour:4d}  J = {J:.4f}  validation = {J_val:.4f}  pas = {pas:.3f}")

print("meilleur coût de validation %.4f" % meilleur[0], "au tour", meilleur[1])
print("bien classés :", np.mean((propager(X_val)[-1] > 0.5) == (Y_val > 0.5)))
