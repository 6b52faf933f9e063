import numpy as np
import matplotlib.pyplot as plt

# precios de bicicletas usadas: años, kilometros (miles), marca buena (0/1) => precio y dias hasta venderla
np.random.seed(8)
n = 50
anios = np.random.randint(0, 12, n)
km = anios * np.random.uniform(0.3, 1.5, n)
marca = np.random.randint(0, 2, n)
precio = 400 * 0.85 ** anios + 150 * marca - 8 * km
dias = 10 + 2 * anios - 6 * marca + np.random.randn(n)

X = np.vstack((anios / 12, km / 10, marca)).T
Y = np.vstack(((precio - precio.mean()) / precio.std(), (dias - dias.mean()) / dias.std())).T

def relu(v):
    return np.maximum(v, 0)

w1 = np.random.randn(3, 9) * 0.6
w2 = np.random.randn(9, 2) * 0.6
b1 = np.ones((1, 9)) * 0.1
b2 = np.zeros((1, 2))

lr = 0.02
perdidas = []

i = 0
while i < 500:
    capa = X.dot(w1) + b1
    act = relu(capa)
    salida = act.dot(w2) + b2

    dif = salida - Y
    perdida = np.sum(dif ** 2) / (2 * n)
    perdidas.append(perdida)

    # gradientes
    gw2 = act.T.dot(dif) / n
    gb2 = np.sum(dif, axis=0) / n
    dcapa = dif.dot(w2.T)
    dcapa[capa < 0] = 0
    gw1 = X.T.dot(dcapa) / n
    gb1 = np.sum(dcapa) / n

    w2 = w2 - lr * gw2
    b2 = b2 - lr * gb2
    w1 = w1 - lr * gw1
    b1 = b1 - lr * gb1

    if i % 100 == 0:
        print('iter', i, 'perdida', perdida)
    i += 1

#plt.plot(perdidas)
#plt.show()
nueva = np.array([[3 / 12, 2 / 10, 1]])
r = relu(nueva.dot(w1) + b1).dot(w2) + b2
print("precio estimado:", r[0, 0] * precio.std() + precio.mean())
print("dias estimados:", r[0, 1] * dias.std() + dias.mean())
