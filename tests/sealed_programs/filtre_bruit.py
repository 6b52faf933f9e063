# Auto-encodeur débruiteur à poids liés : le décodeur est la transposée de l'encodeur.
import numpy as np

np.random.seed(6)

# signaux : sinusoïdes de 16 points avec phase et fréquence au hasard
nb, long = 100, 16
temps = np.arange(long) / long
propre = np.array([np.sin(2 * np.pi * (np.random.choice([1, 2]) * temps + np.random.rand())) for _ in range(nb)])

k = 6
W = np.random.randn(long, k) * 0.2
c = np.zeros(k)        # biais du code
d = np.zeros(long)     # biais de la reconstruction
sigma = 0.2

def coder(x):
    return np.tanh(x @ W + c)

def decoder(h):
    return h @ W.T + d

alpha = 0.05
taille_lot = 25
nb_epoques = 200
for epoque in range(nb_epoques):
    ordre = np.random.permutation(nb)
    somme = 0.
    for debut in range(0, nb, taille_lot):
        lot = propre[ordre[debut:debut + taille_lot]]
        bruite = lot + sigma * np.random.randn(*lot.shape)

        h = coder(bruite)
        r = decoder(h)
        ecart = r - lot            # on compare au signal propre, pas au bruité
        somme += np.sum(ecart ** 2)

        dh = (ecart @ W) * (1 - h ** 2)
        # W sert deux fois : deux termes
        dW = bruite.T @ dh + ecart.T @ h
        W -= alpha * dW / len(lot)
        c -= alpha * dh.mean(axis=0)
        d -= alpha * ecart.mean(axis=0)
    if epoque % 40 == 0:
        print(f"époque {epoque} : {somme / nb:.4f}")

test = propre[:5] + sigma * np.random.randn(5, long)
print("bruit avant :", np.mean((test - propre[:5]) ** 2).round(4))
print("bruit après :", np.mean((decoder(coder(test)) - propre[:5]) ** 2).round(4))
