# ¿Hay que regar? humedad, temperatura, hora -> sí / no
import numpy as np

np.random.seed(64)
datos = np.random.rand(70, 3)
regar = ((datos[:, 0] < 0.4) & (datos[:, 1] > 0.3)).astype(int)
regar = regar[:, np.newaxis]
datos = (datos - 0.5) * 4


def rectificar(z):
    z[z < 0] = 0          # ojo: cambia z
    return z


def sigmoide(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))


def inicializar(capas):
    pesos, sesgos = [], []
    for i in range(len(capas) - 1):
        pesos.append(np.random.randn(capas[i], capas[i + 1]) * 0.8)
        sesgos.append(np.random.randn(1, capas[i + 1]) * 0.1)
    return pesos, sesgos


pesos, sesgos = inicializar([3, 6, 5, 1])
alfa = 0.2

for epoca in range(200):
    zs, activaciones = [], [datos]
    for w, s in zip(pesos[:-1], sesgos[:-1]):
        z = np.dot(activaciones[-1], w) + s
        zs.append(z)
        activaciones.append(rectificar(z))
    z = np.dot(activaciones[-1], pesos[-1]) + sesgos[-1]
    y = sigmoide(z)
    costo = np.mean(np.maximum(z, 0) - z * regar + np.log1p(np.exp(-np.abs(z))))

    delta = (y - regar) / len(regar)
    nuevos_pesos = [None] * 3
    nuevos_sesgos = [None] * 3
    for i in (2, 1, 0):
        nuevos_pesos[i] = pesos[i] - alfa * np.dot(activaciones[i].T, delta)
        nuevos_sesgos[i] = sesgos[i] - alfa * np.sum(delta, axis=0)
        if i > 0:
            delta = np.dot(delta, pesos[i].T) * (zs[i - 1] > 0)
    pesos, sesgos = nuevos_pesos, nuevos_sesgos

    if epoca % 50 == 0:
        print(f"época {epoca}: costo {costo:.4f}, aciertos {np.mean((y > 0.5) == regar):.2f}")
