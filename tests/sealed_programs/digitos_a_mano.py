import numpy as np
np.random.seed(1234)

# ---- numeros dibujados a mano en 5x4 ----
dibujos = {
    0: [".##.", "#..#", "#..#", "#..#", ".##."],
    1: ["..#.", ".##.", "..#.", "..#.", ".###"],
    2: [".##.", "#..#", "..#.", ".#..", "####"],
    3: ["###.", "...#", ".##.", "...#", "###."],
    4: ["#..#", "#..#", "####", "...#", "...#"],
    7: ["####", "...#", "..#.", ".#..", ".#.."],
}
clases = list(dibujos.keys())

def a_vector(filas):
    return np.array([[1.0 if c == "#" else 0.0] for f in filas for c in f])

X = [a_vector(d) for d in dibujos.values()]
Y = [np.eye(len(clases))[:, [i]] for i in range(len(clases))]
# print(X[0].shape, Y[0].shape)

def leaky(z):
    return np.where(z > 0, z, 0.1 * z)

def dleaky(z):
    d = np.ones_like(z)
    d[z <= 0] = 0.1
    return d

def softmax(z):
    ez = np.exp(z - np.max(z))
    return ez / ez.sum()

capas = [20, 14, 10, len(clases)]
W = [np.random.randn(s, e) * np.sqrt(2.0 / e) for e, s in zip(capas[:-1], capas[1:])]
B = [np.zeros((s, 1)) for s in capas[1:]]

def adelante(x):
    zs, acts = [], [x]
    for i in range(len(W)):
        z = W[i] @ acts[-1] + B[i]
        zs.append(z)
        acts.append(softmax(z) if i == len(W) - 1 else leaky(z))
    return zs, acts

eta = 0.05
epocas = 60
ruido = 0.15
for ep in range(epocas):
    perm = np.random.permutation(len(X))
    perdida = 0
    for n in perm:
        x = X[n] + ruido * np.random.randn(20, 1)
        zs, acts = adelante(x)
        perdida += -np.sum(Y[n] * np.log(acts[-1]))
        # la derivada de softmax con entropia cruzada queda asi de simple
        delta = acts[-1] - Y[n]
        dW = [None] * len(W)
        dB = [None] * len(B)
        for i in reversed(range(len(W))):
            dW[i] = delta @ acts[i].T
            dB[i] = delta
            if i > 0:
                delta = W[i].T @ delta * dleaky(zs[i - 1])
        for i in range(len(W)):
            W[i] -= eta * dW[i]
            B[i] -= eta * dB[i]
    if ep % 10 == 9:
        print("epoca", ep + 1, "perdida", round(float(perdida), 3))

# probar con ruido
buenos = 0
for n in range(len(X)):
    for _ in range(20):
        _, a = adelante(X[n] + 0.3 * np.random.randn(20, 1))
        buenos += int(np.argmax(a[-1]) == n)
print("aciertos con ruido:", buenos / (20 * len(X)))
