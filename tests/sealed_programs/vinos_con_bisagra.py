# ¿Tinto (+1) o blanco (-1)?  Pérdida de bisagra, como en las máquinas de vectores soporte
import numpy as np

rng = np.random.default_rng(44)
n = 70
acidez = np.concatenate([rng.normal(5.6, 0.5, n // 2), rng.normal(6.6, 0.5, n // 2)])
azucar = np.concatenate([rng.normal(2.2, 0.6, n // 2), rng.normal(5.0, 2.5, n // 2)])
sulfitos = np.concatenate([rng.normal(45, 15, n // 2), rng.normal(120, 30, n // 2)])
X = np.c_[acidez, azucar, sulfitos]
y = np.r_[np.ones(n // 2), -np.ones(n // 2)].reshape(-1, 1)
y[:3] = -y[:3]            # unas etiquetas equivocadas, como en la vida
X = (X - X.mean(axis=0)) / X.std(axis=0)

P = {
    "W1": rng.standard_normal((3, 6)) * 0.6,
    "b1": np.zeros((1, 6)),
    "W2": rng.standard_normal((6, 1)) * 0.6,
    "b2": np.zeros((1, 1)),
}
S = {k: np.zeros_like(p) for k, p in P.items()}     # medias de los cuadrados
tasa, rho = 0.01, 0.9


def puntuar(X):
    oculta = np.tanh(X @ P["W1"] + P["b1"])
    return oculta, oculta @ P["W2"] + P["b2"]


for i in range(300):
    oculta, f = puntuar(X)
    margen = y * f
    perdida = np.maximum(0, 1 - margen).mean()

    # sólo empujan los que están dentro del margen
    df = -y * (margen < 1) / n
    G = {}
    G["W2"] = oculta.T @ df
    G["b2"] = df.sum(axis=0, keepdims=True)
    dz = df @ P["W2"].T
    dz *= 1 - np.square(oculta)
    G["W1"] = X.T @ dz
    G["b1"] = dz.sum(axis=0, keepdims=True)

    for k in P:
        S[k] = rho * S[k] + (1 - rho) * G[k] ** 2
        P[k] -= tasa * G[k] / (np.sqrt(S[k]) + 1e-7)

    if i % 50 == 0:
        fallos = int(np.sum(np.sign(f) != y))
        print(f"{i:3d}  bisagra {perdida:.4f}  fallos {fallos}")

_, f = puntuar(X)
print("fallos al final:", int(np.sum(np.sign(f) != y)), "de", n)
try:
    ver = input("¿dibujar? (s/n) ")
except EOFError:
    ver = "n"
if ver == "s":
    import matplotlib.pyplot as plt
    plt.scatter(X[:, 1], X[:, 2], c=f.ravel() > 0)
    plt.show()
