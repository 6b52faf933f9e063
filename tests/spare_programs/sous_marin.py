# Devoir 5 : reconnaître ce que le sonar a vu (roche, épave, baleine, sous-marin)
# Trois couches cachées de même taille, sigmoïde, puis softmax.
import numpy as np

np.random.seed(20)

# ------------------------------------------------------------------ données
n_par_classe = 30
centres = np.array([
    [0.9, 0.2, 0.1, 0.4, 0.0],
    [0.6, 0.7, 0.2, 0.1, 0.1],
    [0.2, 0.3, 0.8, 0.6, 0.7],
    [0.5, 0.9, 0.6, 0.2, 0.9],
])
X = np.vstack([c + 0.12 * np.random.randn(n_par_classe, 5) for c in centres])
etiquettes = np.repeat(np.arange(4), n_par_classe)
Y = np.zeros((len(X), 4))
Y[np.arange(len(X)), etiquettes] = 1
X = 2 * X - 1
print("X :", X.shape, "Y :", Y.shape)


# ------------------------------------------------------------------ fonctions
def sig(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def entropie(p, y):
    return -np.mean(np.sum(y * np.log(p + 1e-15), axis=1))


# ------------------------------------------------------------------ paramètres
c = 7
W1, b1 = np.random.randn(5, c), np.zeros((1, c))
W2, b2 = np.random.randn(c, c), np.zeros((1, c))
W3, b3 = np.random.randn(c, c), np.zeros((1, c))
W4, b4 = np.random.randn(c, 4), np.zeros((1, 4))

alpha = 1.0
m = X.shape[0]

# ------------------------------------------------------------------ apprentissage
for iteration in range(501):
    h1 = sig(np.dot(X, W1) + b1)
    h2 = sig(np.dot(h1, W2) + b2)
    h3 = sig(np.dot(h2, W3) + b3)
    p = softmax(np.dot(h3, W4) + b4)

    # erreur de chaque couche, de la dernière à la première
    e4 = (p - Y) * p * (1 - p)
    e3 = np.dot(e4, W4.T) * h3 * (1 - h3)
    e2 = np.dot(e3, W3.T) * h2 * (1 - h2)
    e1 = np.dot(e2, W3.T) * h1 * (1 - h1)

    W4 = W4 - alpha * np.dot(h3.T, e4) / m
    W3 = W3 - alpha * np.dot(h2.T, e3) / m
    W2 = W2 - alpha * np.dot(h1.T, e2) / m
    W1 = W1 - alpha * np.dot(X.T, e1) / m
    b4 = b4 - alpha * np.mean(e4, axis=0, keepdims=True)
    b3 = b3 - alpha * np.mean(e3, axis=0, keepdims=True)
    b2 = b2 - alpha * np.mean(e2, axis=0, keepdims=True)
    b1 = b1 - alpha * np.mean(e1, axis=0, keepdims=True)

    if iteration % 100 == 0:
        justes = np.mean(np.argmax(p, axis=1) == etiquettes)
        print("itération", iteration, "| entropie", entropie(p, Y), "| justes", justes)
