# Faut-il chauffer la serre cette nuit ? (oui = 1)
# Électricien à la retraite, j'apprends seul avec des vidéos. Soyez indulgents.
import numpy as np
import matplotlib.pyplot as plt

hasard = np.random.RandomState(1951)

# température du soir (°C), ciel dégagé (0 à 1), vent (m/s)
soirs = np.column_stack([
    hasard.uniform(-2, 15, 32),
    hasard.uniform(0, 1, 32),
    hasard.uniform(0, 8, 32),
])
chauffer = (soirs[:, 0] - 6 * soirs[:, 1] + 0.5 * soirs[:, 2] < 4).astype(float)
soirs = (soirs - soirs.mean(0)) / soirs.std(0)


class Bobine:
    """un rang de neurones"""

    def __init__(self, bornes_entree, bornes_sortie):
        self.spires = hasard.normal(0, 0.8, (bornes_sortie, bornes_entree))
        self.repos = np.zeros(bornes_sortie)

    def tension(self, courant):
        self.courant = courant
        return self.spires @ courant + self.repos

    def renvoyer(self, choc):
        return self.spires.T @ choc

    def regler(self, choc, cran):
        self.spires -= cran * np.outer(choc, self.courant)
        self.repos -= cran * choc


def lampe(u):
    return 1 / (1 + np.exp(-u))


def allumer(soir):
    h = np.tanh(b1.tension(soir))
    return h, lampe(b2.tension(h))


b1 = Bobine(3, 5)
b2 = Bobine(5, 1)
cran = 0.1
courbe = []

for semaine in range(200):
    ordre = hasard.permutation(len(soirs))
    pertes = 0
    for k, n in enumerate(ordre):
        soir = soirs[n]
        voulu = chauffer[k]
        h, lu = allumer(soir)
        pertes -= (voulu * np.log(lu) + (1 - voulu) * np.log(1 - lu)).item()
        choc2 = lu - voulu
        choc1 = b2.renvoyer(choc2) * (1 - h * h)
        b2.regler(choc2, cran)
        b1.regler(choc1, cran)
    courbe.append(pertes / len(soirs))
    if semaine % 25 == 0:
        print("semaine", semaine, "perte", courbe[-1])

plt.plot(courbe)
plt.ylabel("perte")
plt.savefig("courbe_serre.png")
juste = 0
for soir, voulu in zip(soirs, chauffer):
    juste += (allumer(soir)[1][0] > 0.5) == voulu
print("nuits bien devinées :", int(juste), "sur", len(soirs))
