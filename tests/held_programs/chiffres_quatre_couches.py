# Reconnaître 1, 4 et 7 dessinés à la main en 4x4, avec un réseau à quatre couches de poids
# usage : python chiffres_quatre_couches.py [nombre de tours]
import sys
import time
import numpy as np

np.random.seed(40)

try:
    tours = int(sys.argv[1])
except (IndexError, ValueError):
    tours = 400

un = ["..#.", ".##.", "..#.", "..#."]
quatre = ["#.#.", "#.#.", "####", "..#."]
sept = ["####", "...#", "..#.", ".#.."]

images = []
cibles = []
for classe, dessin in enumerate([un, quatre, sept]):
    base = np.array([[1.0 if c == "#" else 0.0 for c in ligne] for ligne in dessin]).ravel()
    for k in range(8):
        bruit = np.random.rand(16) < 0.05
        images.append(np.where(bruit, 1 - base, base))
        cible = [0, 0, 0]
        cible[classe] = 1
        cibles.append(cible)
images = np.array(images)
cibles = np.array(cibles, dtype=float)
print(images.shape, cibles.shape)

tailles = [16, 12, 10, 8, 3]
poids = []
biais = []
for n, m in zip(tailles[:-1], tailles[1:]):
    poids.append(np.random.randn(n, m) * np.sqrt(2 / n))
    biais.append(np.zeros(m))

pente = 0.05
pas = 0.1
debut = time.time()
for tour in range(tours):
    # passe avant
    activations = [images]
    for couche in range(4):
        z = activations[-1] @ poids[couche] + biais[couche]
        if couche < 3:
            activations.append(np.where(z > 0, z, pente * z))
        else:
            activations.append(z)

    sortie = activations[-1]
    erreur = sortie - cibles
    if tour % 100 == 0:
        bons = np.sum(sortie.argmax(1) == cibles.argmax(1))
        print("tour", tour, "erreur", np.mean(np.sum(erreur ** 2, axis=1)), "bons", bons, "/", len(images))

    # passe arrière
    delta = erreur / len(images)
    corrections = []
    for couche in range(3, -1, -1):
        corrections.insert(0, (activations[couche].T @ delta, delta.sum(axis=0)))
        if couche > 0:
            # le signe de la sortie est celui de z
            delta = (delta @ poids[couche].T) * np.where(activations[couche] > 0, 1, pente)

    for couche, (gp, gb) in enumerate(corrections):
        poids[couche] -= pas * gp
        biais[couche] -= pas * gb

print("durée : %.2f s" % (time.time() - debut))
