# Del blog: "redes neuronales con funciones que devuelven funciones"
# Datos de juguete: bicis alquiladas por hora
import numpy as np

np.random.seed(9)


def capa(n_ent, n_sal):
    W = np.random.randn(n_sal, n_ent) / np.sqrt(n_ent)
    b = np.zeros((n_sal, 1))

    def adelante(x):
        def atras(dz, tasa):
            dx = W.T @ dz
            W[...] -= tasa * dz @ x.T
            b[...] -= tasa * dz.sum(axis=1, keepdims=True)
            return dx

        return W @ x + b, atras

    adelante.W, adelante.b = W, b
    return adelante


def softplus():
    def adelante(z):
        def atras(da, tasa):
            return da / (1 + np.exp(-z))

        return np.log(1 + np.exp(z)), atras

    return adelante


red = [capa(3, 8), softplus(), capa(8, 5), softplus(), capa(5, 1)]


def recorrer(x):
    vuelta = []
    for pieza in red:
        x, atras = pieza(x)
        vuelta.append(atras)
    return x, vuelta


def paso(x, t, tasa):
    y, vuelta = recorrer(x)
    d = (y - t) * 2 / t.size
    for atras in reversed(vuelta):
        d = atras(d, tasa)
    return np.mean((y - t) ** 2)


hora = np.random.uniform(0, 24, 70)
temp = np.random.normal(18, 6, 70)
festivo = np.random.randint(0, 2, 70)
bicis = 40 * np.exp(-((hora - 18) / 4) ** 2) + 1.5 * temp - 10 * festivo
datos = np.array([hora / 12 - 1, (temp - 18) / 6, festivo])
obj = ((bicis - bicis.mean()) / bicis.std()).reshape(1, -1)

cuantas = input("¿cuántas vueltas? (intro = 500) ")
cuantas = int(cuantas) if cuantas.isdigit() else 500

for k in range(cuantas):
    error = paso(datos, obj, 0.05)
    if k % 100 == 0:
        print("vuelta", k, "error", error)
print("predicción para las 18h, 20 grados:", float(recorrer(np.array([[0.5], [0.33], [0]]))[0][0, 0] * bicis.std() + bicis.mean()))
