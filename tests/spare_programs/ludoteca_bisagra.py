# ¿Qué juego de mesa prefiere cada niño de la ludoteca?
# Capa oculta ReLU y pérdida bisagra multiclase (la de las SVM), por mini lotes.
import numpy as np

rs = np.random.RandomState(3)

JUEGOS = ["parchís", "ajedrez", "dominó", "cartas"]
N, D, K = 112, 5, len(JUEGOS)

# edad, paciencia, ruido que hace, hermanos, horas de tele
X = rs.randn(N, D)
reglas = rs.randn(D, K) * 1.5
reglas2 = rs.randn(D, K)
puntos = X @ reglas + np.abs(X) @ reglas2
y = puntos.argmax(axis=1)
print("niños por juego:", dict(zip(JUEGOS, np.bincount(y, minlength=K))))

oculta = 14
W = [rs.randn(D, oculta) * 0.4, rs.randn(oculta, K) * 0.4]
b = [rs.randn(oculta) * 0.1, np.zeros(K)]
MARGEN = 1.0


def puntuaciones(x):
    a = x @ W[0] + b[0]
    a[a < 0] = 0              # ReLU sobre el mismo arreglo
    return a, a @ W[1] + b[1]


def bisagra(s, y):
    """pérdida media y su pendiente respecto a las puntuaciones"""
    n = len(y)
    filas = np.arange(n)
    margenes = s - s[filas, y][:, None] + MARGEN
    margenes[filas, y] = 0
    margenes[margenes < 0] = 0
    perdida = margenes.sum() / n

    ds = (margenes > 0) * 1.0
    ds[filas, y] = -ds.sum(axis=1)
    return perdida, ds / n


paso = 0.1
tam = 28
for epoca in range(151):
    orden = rs.permutation(N)
    suma = 0
    for i in range(0, N, tam):
        quienes = orden[i:i + tam]
        xb, yb = X[quienes], y[quienes]
        a, s = puntuaciones(xb)
        perdida, ds = bisagra(s, yb)
        suma += perdida

        da = ds @ W[1].T
        da[a == 0] = 0
        W[1] -= paso * a.T @ ds
        b[1] -= paso * ds.sum(axis=0)
        W[0] -= paso * xb.T @ da
        b[0] -= paso * da.sum(axis=0)
    if epoca % 30 == 0:
        aciertos = (puntuaciones(X)[1].argmax(axis=1) == y).mean()
        print("época %3d  bisagra %.4f  aciertos %.2f" % (epoca, suma / (N // tam), aciertos))
        paso *= 0.9

print("Ana, de 9 años:", JUEGOS[int(puntuaciones(np.array([[0.3, 1.2, -0.5, 0.0, -1.0]]))[1].argmax())])
