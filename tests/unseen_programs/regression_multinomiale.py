import numpy as np

NB_ITER = 400
TAILLE_LOT = 32
LAMBDA = 1e-3
PAS = 0.3

np.random.seed(33)

# Données : huit mesures sur quatre cépages
moyennes = np.random.randn(4, 8)
cepage = np.random.choice(4, 250)
mesures = moyennes[cepage] + np.random.randn(250, 8)
mesures = (mesures - mesures.mean(axis=0)) / mesures.std(axis=0)
cibles = (cepage[:, None] == np.arange(4)).astype(float)

modele = {'w': 0.01 * np.random.randn(8, 4), 'b': np.zeros(4)}


def softmax(scores):
    decales = scores - scores.max(axis=1)[:, None]
    return np.exp(decales) / np.exp(decales).sum(axis=1)[:, None]


def perte_et_gradients(x, t):
    p = softmax(x @ modele['w'] + modele['b'])
    perte = -np.mean(np.sum(t * np.log(p), axis=1)) + LAMBDA * np.sum(modele['w'] ** 2)
    ecart = (p - t) / x.shape[0]
    return perte, {'w': x.T @ ecart + 2 * LAMBDA * modele['w'], 'b': ecart.sum(axis=0)}


for n in range(NB_ITER):
    tirage = np.random.choice(len(mesures), TAILLE_LOT, replace=False)
    xl, tl = mesures[tirage], cibles[tirage]
    perte, gradients = perte_et_gradients(xl, tl)
    for nom in modele:
        modele[nom] -= PAS * gradients[nom]
    if n % 100 == 0:
        print('itération %3d : perte %.3f' % (n, perte))

juste = softmax(mesures @ modele['w'] + modele['b']).argmax(axis=1) == cepage
print('exactitude : %.1f %%' % (100 * juste.mean()))
