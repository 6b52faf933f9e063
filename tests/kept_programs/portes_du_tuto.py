# D'après le tuto « ton premier réseau en 50 lignes » (épisode 2)
# Exo bonus : les trois portes à la fois (ET, OU, OU exclusif), sorties en -1 / +1
import numpy as np

np.random.seed(19)

# une colonne par cas, dernière ligne = 1 pour le seuil
E = np.array([
    [-1, -1, 1, 1],
    [-1, 1, -1, 1],
    [1, 1, 1, 1],
], dtype=float)
S = np.array([
    [-1, -1, -1, 1],   # ET
    [-1, 1, 1, 1],     # OU
    [-1, 1, 1, -1],    # OU exclusif
], dtype=float)

nb_cachees = 4
# la dernière colonne de chaque matrice, ce sont les seuils
M1 = np.random.uniform(-1, 1, (nb_cachees, 3))
M2 = np.random.uniform(-1, 1, (3, nb_cachees + 1))
rate = 0.1
inertie = 0.5
V1 = 0 * M1
V2 = 0 * M2


def avant(entree):
    cachee = np.tanh(M1 @ entree)
    cachee = np.vstack((cachee, np.ones(entree.shape[1])))
    return cachee, np.tanh(M2 @ cachee)


nb_tours = 1500
for tour in range(nb_tours):
    cachee, sortie = avant(E)

    # l'erreur dans l'autre sens que d'habitude (voulu - obtenu) donc moins devant
    err = S - sortie
    d_sortie = -2 * err * (1 - sortie) * (1 + sortie)
    remontee = M2[:, :nb_cachees].T @ d_sortie
    d_cachee = remontee * (1 - cachee[:nb_cachees] ** 2)

    V2 = inertie * V2 - rate * d_sortie @ cachee.T / 4
    V1 = inertie * V1 - rate * d_cachee @ E.T / 4
    M2 = M2 + V2
    M1 = M1 + V1

    if tour % 300 == 0:
        print("tour", tour, "erreur", np.abs(err).max().round(3), "coût", (err ** 2).sum() / 4)

print("       ET    OU   OUX")
for c in range(4):
    print(E[:2, c], np.round(avant(E)[1][:, c], 2))
