# Réseau de neurones "jouet", traduit du JavaScript (démo p5.js) vers Python.
# J'ai gardé les noms de la démo quand je pouvais.
import random as rd

import numpy as np

np.random.seed(42)
rd.seed(42)


class FonctionActivation:
    def __init__(self, func, dfunc):
        self.func = func
        self.dfunc = dfunc


sigmoide = FonctionActivation(
    lambda x: 1 / (1 + np.exp(-x)),
    lambda y: y * (1 - y),  # y est déjà passé dans func !
)


class ReseauNeurones:
    def __init__(self, nb_entrees, nb_caches, nb_sorties):
        self.nb_entrees = nb_entrees
        self.nb_caches = nb_caches
        self.nb_sorties = nb_sorties

        self.poids_ec = np.random.rand(nb_caches, nb_entrees) * 2 - 1
        self.poids_cs = np.random.rand(nb_sorties, nb_caches) * 2 - 1
        self.biais_c = np.random.rand(nb_caches, 1) * 2 - 1
        self.biais_s = np.random.rand(nb_sorties, 1) * 2 - 1

        self.vitesse = 0.1
        self.activation = sigmoide

    def predire(self, tableau):
        entrees = np.array(tableau).reshape(-1, 1)
        caches = self.activation.func(self.poids_ec @ entrees + self.biais_c)
        return self.activation.func(self.poids_cs @ caches + self.biais_s).ravel()

    def entrainer(self, tableau_entrees, tableau_cibles):
        entrees = np.array(tableau_entrees).reshape(-1, 1)
        caches = self.activation.func(self.poids_ec @ entrees + self.biais_c)
        sorties = self.activation.func(self.poids_cs @ caches + self.biais_s)
        cibles = np.array(tableau_cibles).reshape(-1, 1)

        # erreur = cibles - sorties
        erreurs_sorties = cibles - sorties
        gradients = self.activation.dfunc(sorties) * erreurs_sorties

        # erreurs de la couche cachée
        erreurs_caches = self.poids_cs.T @ erreurs_sorties
        gradients_caches = self.activation.dfunc(caches) * erreurs_caches

        # ajustements (deltas dans la démo)
        self.poids_cs += self.vitesse * (gradients @ caches.T)
        self.biais_s += self.vitesse * gradients
        self.poids_ec += self.vitesse * (gradients_caches @ entrees.T)
        self.biais_c += self.vitesse * gradients_caches


# OU exclusif et ET en même temps
donnees = [
    {"entrees": [0, 0], "cibles": [0, 0]},
    {"entrees": [0, 1], "cibles": [1, 0]},
    {"entrees": [1, 0], "cibles": [1, 0]},
    {"entrees": [1, 1], "cibles": [0, 1]},
]

nn = ReseauNeurones(2, 4, 2)
NB_TOURS = 20000
for i in range(NB_TOURS):
    exemple = rd.choice(donnees)
    nn.entrainer(exemple["entrees"], exemple["cibles"])

# équivalent de draw() : une grille 5 x 5 au lieu du canvas
for lig in range(5):
    print(" ".join("%3d" % round(255 * nn.predire([lig / 4, col / 4])[0]) for col in range(5)))
for exemple in donnees:
    print(exemple["entrees"], nn.predire(exemple["entrees"]).round(2))
