import numpy as np

np.random.seed(8)

# Tres especies de flores inventadas, cuatro medidas
medias = np.array([[5.0, 3.4, 1.5, 0.2], [5.9, 2.8, 4.3, 1.3], [6.6, 3.0, 5.6, 2.0]])
datos = np.vstack([m + 0.3 * np.random.randn(12, 4) for m in medias])
datos = (datos - datos.mean(axis=0)) / datos.std(axis=0)
clases = np.repeat(np.eye(3), 12, axis=0)

Wo = np.random.randn(5, 4) * 0.5   # capa oculta
bo = np.zeros(5)
Ws = np.random.randn(3, 5) * 0.5   # capa de salida
bs = np.zeros(3)
eta = 0.3


def softmax(s):
    e = np.exp(s - s.max())
    return e / e.sum()


for epoca in range(30):
    error = 0
    aciertos = 0
    for n in range(len(datos)):
        x, t = datos[n], clases[n]
        so = Wo @ x + bo
        h = 1 / (1 + np.exp(-so))
        ss = Ws @ h + bs
        y = softmax(ss)
        error += 0.5 * np.sum((y - t) ** 2)
        aciertos += y.argmax() == t.argmax()

        J = np.diag(y) - np.outer(y, y)
        delta_s = J @ (y - t)
        delta_o = (Ws.T @ delta_s) * h * (1 - h)

        Ws -= eta * np.outer(delta_s, h)
        bs -= eta * delta_s
        Wo -= eta * np.outer(delta_o, x)
        bo -= eta * delta_o
    if epoca % 10 == 0:
        print("época", epoca, "error", error, "aciertos", aciertos)
