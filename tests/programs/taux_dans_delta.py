import numpy as np

np.random.seed(44)


class Couche:
    def __init__(self, n_entrees, n_neurones):
        self.w = np.random.normal(size=(n_entrees, n_neurones))
        self.b = np.random.normal(size=n_neurones)

    def avant(self, x):
        self.entree = x
        self.a = 1 / (1 + np.exp(-(x @ self.w + self.b)))
        return self.a


couches = [Couche(2, 4), Couche(4, 3), Couche(3, 1)]
exemples = [([0.2, 0.8], 1), ([0, 1], 1), ([1, 0.1], 1), ([1, 1], 0)]
taux = 0.6


def avant(x):
    for couche in couches:
        x = couche.avant(x)
    return x


def arriere(d):
    for i in reversed(range(len(couches))):
        couche = couches[i]
        if i == len(couches) - 1:
            erreur = couche.a - d
        else:
            suivante = couches[i + 1]
            erreur = suivante.w @ suivante.delta
        couche.delta = taux * erreur * couche.a * (1 - couche.a)


for tour in range(500):
    somme = 0
    for x, d in exemples:
        y = avant(np.array(x))
        somme += 0.5 * np.sum((y - d) ** 2)
        arriere(d)
        for couche in couches:
            couche.w -= np.outer(couche.entree, couche.delta)
            couche.b -= couche.delta
    if tour % 100 == 0:
        print("tour", tour, "erreur", somme)
