import numpy as np

# --- données simulées : vent, trafic, température -> polluants (entre -1 et 1)
generateur = np.random.RandomState(66)
nb = 32
mesures = generateur.randn(nb, 3)
polluants = np.tanh(np.c_[mesures[:, 1] - mesures[:, 0], mesures[:, 1] * mesures[:, 2]])

# --- paramètres
neurones_caches = 7
poids = {"cache": generateur.randn(3, neurones_caches) * 0.6, "sortie": generateur.randn(neurones_caches, 2) * 0.6}
biais = {"cache": generateur.randn(neurones_caches) * 0.2, "sortie": generateur.randn(2) * 0.2}
pas_apprentissage = 0.2


def tangente(x):
    return np.tanh(x)


def tangente_prime(valeur):
    return valeur * (1 - valeur)


def calculer(entree):
    caches = tangente(entree @ poids["cache"] + biais["cache"])
    sorties = tangente(caches @ poids["sortie"] + biais["sortie"])
    return caches, sorties


def apprendre(entree, voulu):
    caches, sorties = calculer(entree)
    delta_sortie = sorties - voulu
    delta_cache = (delta_sortie @ poids["sortie"].T) * tangente_prime(caches)

    gradients = {
        "sortie": (caches.T @ delta_sortie / nb, delta_sortie.mean(axis=0)),
        "cache": (entree.T @ delta_cache / nb, delta_cache.sum(axis=0)),
    }
    for couche, (gp, gb) in gradients.items():
        poids[couche] = poids[couche] - pas_apprentissage * gp
        biais[couche] = biais[couche] - pas_apprentissage * gb
    return 0.5 * np.sum((sorties - voulu) ** 2) / nb


for cycle in range(150):
    eqm = apprendre(mesures, polluants)
    if cycle % 30 == 0:
        print(f"cycle {cycle} : erreur {eqm:.5f}")
