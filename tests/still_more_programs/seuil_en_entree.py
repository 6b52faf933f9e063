"""
Devoir maison n°2 : rétropropagation en ligne (stochastique)
Le seuil est une entrée supplémentaire qui vaut toujours -1.
"""
import numpy as np

alea = np.random.RandomState(2)
NB = 24
entree = alea.uniform(0, 1, (NB, 3))
cible = np.array([[max(e) - min(e), e.mean()] for e in entree])

# une ligne par neurone, la dernière colonne multiplie le -1
poids_1 = alea.uniform(-1, 1, (5, 4))
poids_2 = alea.uniform(-1, 1, (2, 6))
alpha = 1.7  # pente de la sigmoïde
mu = 0.2


def f(v):
    return 1 / (1 + np.exp(-alpha * v))


def f_prime(y):
    # en fonction de la sortie
    return alpha * y * (1 - y)


for tour in range(40):
    erreur_quadratique = 0
    for k in alea.permutation(NB):
        x = np.append(entree[k], -1)
        y1 = f(poids_1 @ x)
        y1_etendu = np.append(y1, -1)
        y2 = f(poids_2 @ y1_etendu)

        e = cible[k] - y2
        erreur_quadratique += 0.5 * e @ e

        gradient_local_2 = e * f_prime(y2)
        gradient_local_1 = f_prime(y1) * (gradient_local_2 @ poids_2)[:-1]
        correction_2 = mu * np.outer(gradient_local_2, y1_etendu)
        correction_1 = mu * np.outer(gradient_local_1, x)
        poids_2 = poids_2 + correction_2
        poids_1 = poids_1 + correction_1
    if tour % 10 == 0:
        print("tour", tour, "erreur quadratique moyenne", erreur_quadratique / NB)
