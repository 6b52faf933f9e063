import numpy as np

EPOCAS = 60
f32 = np.float32
azar = np.random.RandomState(10)

# temperatura media por mes (1..12) y altura (km) de unas estaciones inventadas
mes = azar.randint(1, 13, 90)
altura = azar.rand(90) * 2.5
grados = 15 - 9 * np.cos(2 * np.pi * (mes - 1) / 12) - 6 * altura + azar.randn(90)

X = np.stack([(mes - 6.5) / 3.5, altura - 1.25], axis=1).astype(f32)
Y = ((grados - grados.mean()) / 10).astype(f32)


def softplus(z):
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def softplus_der(z):
    # la derivada de softplus es la sigmoide
    return 1 / (1 + np.exp(-z))


W1 = (azar.randn(2, 8) * 0.8).astype(f32)
b1 = np.zeros(8, dtype=f32)
w2 = (azar.randn(8) * 0.3).astype(f32)
b2 = f32(0)
tasa = f32(0.05)

for epoca in range(EPOCAS):
    if epoca > 0 and epoca % 20 == 0:
        tasa = tasa / 2
        print("tasa ahora", tasa)
    suma = 0.0
    for i in azar.permutation(len(X)):
        x, y = X[i], Y[i]
        z = x @ W1 + b1
        h = softplus(z)
        p = h @ w2 + b2

        e = p - y
        suma += float(e * e)

        dw2 = e * h
        db2 = e
        dz = e * w2 * softplus_der(z)
        dW1 = np.outer(x, dz)
        db1 = dz

        W1 -= tasa * dW1
        b1 -= tasa * db1
        w2 -= tasa * dw2
        b2 -= tasa * db2
    if epoca % 10 == 0:
        print("época", epoca, "error cuadrático medio", suma / len(X))

print("tipo de los pesos:", W1.dtype)
for m, a in [(1, 0.2), (7, 0.2), (7, 2.0)]:
    x = np.array([(m - 6.5) / 3.5, a - 1.25], dtype=f32)
    p = softplus(x @ W1 + b1) @ w2 + b2
    print(f"mes {m:2d} a {a} km: {10 * p + grados.mean():.1f} grados")
