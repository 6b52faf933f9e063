# El sesgo va como una columna de unos al principio de la matriz: así no hay que cargar con b1 y b2.
# Problema: decir el día de la semana en que conviene regar según (temperatura, lluvia, viento) -> poco / normal / mucho
import numpy as np

azar = np.random.RandomState(31)

n = 45
datos = azar.uniform(0, 1, (n, 3))
necesidad = datos[:, 0] - 0.8 * datos[:, 1] + 0.4 * datos[:, 2]
clase = np.digitize(necesidad, [0.15, 0.45])
objetivo = np.eye(3)[clase]


def con_unos(M):
    return np.hstack([np.ones((M.shape[0], 1)), M])


def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def crear_red(entradas, ocultas, salidas, tasa):
    """Devuelve (matrices, predecir, paso); las matrices se cambian en su sitio."""
    V = azar.normal(0, 0.7, (entradas + 1, ocultas))  # la fila 0 es el sesgo
    W = azar.normal(0, 0.7, (ocultas + 1, salidas))

    def predecir(X):
        H = con_unos(np.tanh(con_unos(X) @ V))
        return H, softmax(H @ W)

    def paso(X, T):
        H, P = predecir(X)
        error = T - P
        delta = (error @ W.T)[:, :-1] * (1 - H[:, 1:] ** 2)
        gW = H.T @ error / len(X)
        gV = con_unos(X).T @ delta / len(X)
        W[:] += tasa * gW
        V[:] -= tasa * gV
        return -np.mean(np.sum(T * np.log(P), axis=1))

    return [V, W], predecir, paso


matrices, predecir, paso = crear_red(3, 6, 3, tasa=0.5)

for vuelta in range(400):
    coste = paso(datos, objetivo)
    if vuelta % 80 == 0:
        _, P = predecir(datos)
        print(f"vuelta {vuelta}: coste {coste:.4f}, aciertos {np.mean(P.argmax(axis=1) == clase):.2f}")

_, P = predecir(np.array([[0.9, 0.1, 0.5]]))
print("hace calor y no llueve:", ["poco", "normal", "mucho"][int(P.argmax())])
