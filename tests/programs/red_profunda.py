import numpy as np
import time

azar = np.random.default_rng(31)

# función de activación y su derivada respecto de z
activaciones = {
    "relu": (lambda z: np.maximum(z, 0), lambda z: (z > 0).astype(float)),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "lineal": (lambda z: z, lambda z: np.ones_like(z)),
}

neuronas = [3, 6, 5, 4, 2]
nombres = ["relu", "relu", "tanh", "lineal"]
L = len(nombres)

X = azar.uniform(-1, 1, (30, 3))
T = np.c_[X.sum(axis=1), X[:, 0] * X[:, 2]]

W = [azar.normal(0, np.sqrt(2 / a), (a, b)) for a, b in zip(neuronas[:-1], neuronas[1:])]
B = [np.full((1, b), 0.01) for b in neuronas[1:]]
tasa = 0.05

inicio = time.time()
for paso in range(250):
    # Propagación hacia adelante
    A = [X]
    Z = []
    for l in range(L):
        f, _ = activaciones[nombres[l]]
        Z.append(A[l] @ W[l] + B[l])
        A.append(f(Z[l]))

    ecm = np.sum((A[-1] - T) ** 2) / len(X)
    if paso % 50 == 0:
        print(f"paso {paso:3d}   ECM {ecm:.5f}")

    # Retropropagación
    gradW, gradB = [None] * L, [None] * L
    dA = 2 * (A[-1] - T) / len(X)
    for l in range(L - 1, -1, -1):
        _, df = activaciones[nombres[l]]
        dZ = dA * df(Z[l])
        gradW[l] = A[l].T @ dZ
        gradB[l] = dZ.sum(axis=0, keepdims=True)
        dA = dZ @ W[l].T

    for l in range(L):
        W[l] = W[l] - tasa * gradW[l]
        B[l] = B[l] - tasa * gradB[l]

time.sleep(0.01)
print("tardó menos de un minuto:", time.time() - inicio < 60)
respuesta = input("¿Probar con otra entrada? (s/n) ")
if respuesta == "s":
    print(np.round(A[-1][:1], 3))
