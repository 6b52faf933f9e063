# L'acidité de l'huile selon la maturité, les heures d'attente et la température du moulin.
# Tout à la main, boucle par boucle : je suis moulinier, pas informaticien.
import math
import random

random.seed(1958)

recoltes = []
for lot in range(16):
    maturite = random.random()
    attente = random.random()
    chaleur = random.random()
    acidite = 0.2 + 0.5 * attente * maturite + 0.2 * max(0, chaleur - 0.5)
    recoltes.append(([maturite, attente, chaleur], acidite))

CACHES = 6
GARDE = 0.8     # part des neurones qui restent pendant l'apprentissage
PAS = 0.05

poids1 = [[random.gauss(0, 0.7) for j in range(CACHES)] for i in range(3)]
seuil1 = [0.1 for j in range(CACHES)]
poids2 = [random.gauss(0, 0.7) for j in range(CACHES)]
seuil2 = 0.0


def tirer_masque():
    return [(1.0 / GARDE if random.random() < GARDE else 0.0) for j in range(CACHES)]


def presser(olive, masque):
    brut = list(seuil1)
    for i in range(3):
        for j in range(CACHES):
            brut[j] += olive[i] * poids1[i][j]
    net = [max(0.0, b) * m for b, m in zip(brut, masque)]
    sortie = seuil2
    for j in range(CACHES):
        sortie += net[j] * poids2[j]
    return brut, net, sortie


tous = [1.0] * CACHES
for saison in range(300):
    cumul = 0.0
    for olive, acidite in recoltes:
        masque = tirer_masque()
        brut, net, sortie = presser(olive, masque)
        ecart = acidite - sortie

        for j in range(CACHES):
            # si le neurone est éteint ou coupé, rien ne remonte
            retour = 0.0
            if brut[j] > 0:
                retour = ecart * poids2[j] * masque[j]
            for i in range(3):
                poids1[i][j] = poids1[i][j] + PAS * retour * olive[i]
            seuil1[j] = seuil1[j] + PAS * retour
            # poids2[j] a déjà servi, on peut le changer
            poids2[j] = poids2[j] + PAS * ecart * net[j]
        seuil2 = seuil2 + PAS * ecart
        cumul += abs(ecart)
    if saison % 50 == 0:
        print("saison %3d  écart moyen %.4f" % (saison, cumul / len(recoltes)))

print()
for olive, acidite in recoltes[:6]:
    print([round(v, 2) for v in olive], "mesuré", round(acidite, 3), "prévu", round(presser(olive, tous)[2], 3))
