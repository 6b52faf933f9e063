# Kilos de aceituna por arbol segun lluvia, poda, edad y altitud
# Notacion del libro: cada columna es un arbol, la ultima fila de unos hace de sesgo
import numpy as np

np.random.seed(19)


def con_unos(M):
    return np.vstack([M, np.ones((1, M.shape[1]))])


# ---------- datos inventados ----------
n = 140
lluvia = np.random.uniform(200, 800, n)
poda = np.random.randint(0, 4, n)
edad = np.random.uniform(5, 80, n)
altitud = np.random.uniform(100, 900, n)
kilos = 25 + 0.02 * lluvia - 4 * (poda - 1.5) ** 2 + 8 * np.log(edad / 20) - 0.01 * altitud
kilos = kilos + np.random.randn(n) * 1.5

X = np.vstack([lluvia, poda, edad, altitud])
X = (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)
T = (kilos[np.newaxis, :] - kilos.mean()) / kilos.std()

# ---------- red ----------
ocultas = 11
W1 = np.random.uniform(-.7, .7, (ocultas, X.shape[0] + 1))
W2 = np.random.uniform(-.7, .7, (1, ocultas + 1))
eta_inicial = 0.05
NORMA_MAXIMA = 5.0

Xu = con_unos(X)
for epoca in range(400):
    eta = eta_inicial / (1 + epoca / 200)

    # adelante
    A = np.tanh(W1 @ Xu)
    Au = con_unos(A)
    Y = W2 @ Au                  # salida lineal
    E = T - Y
    coste = 0.5 * np.sum(E ** 2)

    # atras: no hace falta derivar la salida
    G2 = -E @ Au.T
    D = -(W2[:, :-1].T @ E) * (1 - A ** 2)     # sin la columna del sesgo
    G1 = D @ Xu.T

    # si el gradiente es muy largo se acorta entero
    norma = np.sqrt((G1 ** 2).sum() + (G2 ** 2).sum())
    if norma > NORMA_MAXIMA:
        G1 *= NORMA_MAXIMA / norma
        G2 *= NORMA_MAXIMA / norma

    W1 = W1 - eta * G1
    W2 = W2 - eta * G2
    if epoca % 100 == 0:
        print('época', epoca, ' coste', round(coste, 3), ' norma', round(norma, 2))

Y = W2 @ con_unos(np.tanh(W1 @ Xu))
kilos_red = Y * kilos.std() + kilos.mean()
print('Error medio en kilos:', np.mean(np.abs(kilos_red - kilos)))
print('Tres árboles:', kilos_red[0, :3].round(1), 'de verdad', kilos[:3].round(1))
