import numpy as np


class Reseau:
    '''Réseau à une couche cachée pour les portes logiques'''

    def __init__(self, nb_entrees, nb_cachees, nb_sorties, graine=0):
        g = np.random.RandomState(graine)
        self.poids_ec = g.randn(nb_entrees, nb_cachees)
        self.poids_cs = g.randn(nb_cachees, nb_sorties)
        self.biais_c = g.randn(nb_cachees)
        self.biais_s = g.randn(nb_sorties)

    def sigmoide(self, s):
        return 1 / (1 + np.exp(-s))

    def sigmoide_prime(self, s):
        return 1 - s

    def avant(self, X):
        self.cachee = self.sigmoide(np.dot(X, self.poids_ec) + self.biais_c)
        self.sortie = self.sigmoide(np.dot(self.cachee, self.poids_cs) + self.biais_s)
        return self.sortie

    def arriere(self, X, y, taux):
        self.erreur_s = y - self.sortie
        self.delta_s = self.erreur_s * self.sigmoide_prime(self.sortie)

        self.erreur_c = self.delta_s.dot(self.poids_cs.T)
        self.delta_c = self.erreur_c * self.sigmoide_prime(self.cachee)

        self.poids_ec -= taux * X.T.dot(self.delta_c)
        self.poids_cs += taux * self.cachee.T.dot(self.delta_s)
        self.biais_s += taux * self.delta_s.sum(axis=0)

    def entrainer(self, X, y, tours=500, taux=0.3):
        for k in range(tours):
            o = self.avant(X)
            if k % 100 == 0:
                print("Tour", k, "erreur", np.mean(np.square(y - o)))
            self.arriere(X, y, taux)


X = np.array(([0, 0], [0, 1], [1, 0], [1, 1]), dtype=float)
# colonnes : ET, OU, OU exclusif
y = np.array(([0, 0, 0], [0, 1, 1], [0, 1, 1], [1, 1, 0]), dtype=float)

reseau = Reseau(2, 4, 3)
reseau.entrainer(X, y)
for a, b in zip(X, reseau.avant(X)):
    print("entrée", a, "prédiction", np.round(b, 2))
