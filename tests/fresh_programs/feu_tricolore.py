# Reconnaître la couleur d'un feu (rouge, orange, vert) à partir d'un pixel,
# avec un réseau à une couche cachée et une perte charnière (comme une SVM).
import numpy as np

np.random.seed(5)

couleurs = {"rouge": (220, 40, 35), "orange": (240, 150, 30), "vert": (40, 190, 90)}
noms = list(couleurs)
pixels, classes = [], []
for numero, nom in enumerate(noms):
    for _ in range(40):
        pixels.append(np.array(couleurs[nom]) + np.random.normal(0, 45, 3))
        classes.append(numero)
X = np.clip(np.array(pixels), 0, 255) / 127.5 - 1
c = np.array(classes)
N = len(c)

cachees = 6
A = np.random.randn(3, cachees)
a0 = np.random.randn(cachees) * 0.1
B = np.random.randn(cachees, 3)
b0 = np.zeros(3)

pas = 0.2
lam = 0.002
marge = 1.0

for epoque in range(401):
    # propagation
    H = 1 / (1 + np.exp(-(X @ A + a0)))
    S = H @ B + b0

    # perte charnière, toutes les classes contre la bonne
    bonne = S[np.arange(N), c][:, np.newaxis]
    ecarts = np.maximum(0, S - bonne + marge)
    ecarts[np.arange(N), c] = 0
    perte = ecarts.sum() / N + lam * (np.sum(A * A) + np.sum(B * B))

    # rétropropagation
    dS = (ecarts > 0).astype(float)
    dS[np.arange(N), c] = -dS.sum(axis=1)
    dS = dS / N
    dB = H.T @ dS + 2 * lam * B
    db0 = np.sum(dS, axis=0)
    dH = dS @ B.T
    dZ = dH * H * (1 - H)
    dA = X.T @ dZ + 2 * lam * A
    da0 = np.sum(dZ, axis=0)

    A = A - pas * dA
    a0 = a0 - pas * da0
    B = B - pas * dB
    b0 = b0 - pas * db0

    if epoque % 100 == 0:
        print("époque", epoque, "perte", perte.round(4), "justes", np.mean(S.argmax(axis=1) == c).round(3))

test = np.array([[200, 60, 50], [230, 140, 60], [60, 200, 100]]) / 127.5 - 1
reponses = (1 / (1 + np.exp(-(test @ A + a0))) @ B + b0).argmax(1)
print([noms[r] for r in reponses])
