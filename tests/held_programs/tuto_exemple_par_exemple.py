# Mon premier réseau de neurones, d'après la vidéo
# Le réseau décide si on sort : [il fait beau, on a le temps] -> sortir ?
import numpy as np

np.random.seed(8)

exemples = [[0.9, 0.8], [0.1, 0.9], [0.8, 0.2], [0.2, 0.1], [0.7, 0.9], [0.3, 0.4]]
reponses = [1, 0, 0, 0, 1, 0]

nb_entrees = 2 + 1   # + biais
nb_caches = 3
lr = 0.5

W1 = np.random.randn(nb_caches, nb_entrees)
W2 = np.random.randn(nb_caches + 1)
print(W1.shape, W2.shape)

def sigmoide(z):
    return 1 / (1 + np.exp(-z))

erreurs = []
for epoque in range(400):
    somme = 0
    for i in range(len(exemples)):
        # passe avant
        x = np.array(exemples[i] + [1])
        h = sigmoide(np.dot(W1, x))
        hb = np.append(h, 1)
        s = sigmoide(np.dot(W2, hb))

        # erreur
        e = s - reponses[i]
        somme += e ** 2 / 2

        # passe arrière
        delta2 = e * s * (1 - s)
        delta1 = delta2 * W2[:3] * h * (1 - h)

        W2 -= lr * delta2 * hb
        W1 -= lr * np.dot(delta1, x)
    erreurs.append(somme)
    if epoque % 100 == 0:
        print("époque", epoque, "erreur", somme)

for ex, rep in zip(exemples, reponses):
    h = np.append(sigmoide(W1 @ np.array(ex + [1])), 1)
    print(ex, rep, sigmoide(W2 @ h).round(2))
