# Dulzor de una manzana (grados brix) a partir de peso, firmeza y color. Penalizacion L1.
import numpy as np

rng = np.random.RandomState(40)
N = 45
peso = rng.normal(180, 25, N)
firmeza = rng.normal(7, 1.2, N)
rojo = rng.uniform(0, 1, N)
brix = 11 + 0.01 * (peso - 180) - 0.6 * (firmeza - 7) + 2 * rojo ** 2 + rng.normal(0, 0.2, N)

X = np.array([(peso - 180) / 25, (firmeza - 7) / 1.2, 2 * rojo - 1]).T
y = brix - brix.mean()

W1 = rng.normal(0, 0.6, (5, 3))
b1 = rng.normal(0, 0.2, 5)
w2 = rng.normal(0, 0.6, 5)
b2 = 0.0

lam = 0.003
eta = 0.02


def modelo(x):
    a = W1 @ x + b1
    a[a < 0] = 0          # relu en el mismo vector
    return a, w2 @ a + b2


for ronda in range(100):
    coste = 0.0
    for x, objetivo in zip(X, y):
        a, salida = modelo(x)
        castigo = lam * (np.abs(W1).sum() + np.abs(w2).sum())
        dif = objetivo - salida
        coste += 0.5 * dif * dif + castigo

        # gradientes (con el signo cambiado, porque dif es objetivo - salida)
        s2 = dif * a - lam * np.sign(w2)
        oculto = dif * w2
        oculto *= a > 0
        s1 = np.outer(oculto, x)
        s1 -= lam * np.sign(W1)

        w2 = w2 + eta * s2
        b2 = b2 + eta * dif
        W1 = W1 + eta * s1
        b1 = b1 + eta * oculto
    if ronda % 20 == 0:
        print("ronda", ronda, "coste", coste / N)

print("pesos casi nulos:", int((np.abs(W1) < 0.02).sum()), "de", W1.size)
residuo = [t - modelo(x)[1] for x, t in zip(X, y)]
print("error tipico:", np.std(residuo), "brix")
