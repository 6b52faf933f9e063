import numpy as np

# Separar sementes de trigo: comprimento, largura e assimetria -> Kama (0) ou Rosa (1)
# Um grão de cada vez, como o professor fez no quadro.

np.random.seed(6)

kama = np.random.normal([5.5, 3.2, 2.7], [0.2, 0.15, 0.8], (20, 3))
rosa = np.random.normal([6.1, 3.7, 3.6], [0.25, 0.18, 0.9], (20, 3))
graos = np.vstack((kama, rosa))
graos = (graos - graos.mean(axis=0)) / graos.std(axis=0)
tipo = [0] * 20 + [1] * 20


def sigmoide(z):
    return 1.0 / (1.0 + np.exp(-z))


# três neurônios escondidos, um de saída
W1 = np.random.randn(3, 3)
b1 = np.zeros(3)
w2 = np.random.randn(3)
b2 = 0.0
taxa = 0.2

epocas = 100
ordem = list(range(len(graos)))
for epoca in range(epocas):
    np.random.shuffle(ordem)
    acertos = 0
    perda = 0.0
    for n in ordem:
        x = graos[n]
        alvo = tipo[n]

        # ida
        z1 = np.dot(W1, x) + b1
        h = sigmoide(z1)
        z2 = np.dot(w2, h) + b2
        y = sigmoide(z2)

        perda += (y - alvo) ** 2 / 2
        acertos += (y > 0.5) == alvo

        # volta
        delta2 = (y - alvo) * y * (1 - y)
        delta1 = delta2 * w2 * h * (1 - h)

        # atualização
        w2 = w2 - taxa * delta2 * h
        b2 = b2 - taxa * delta2
        W1 = W1 - taxa * np.dot(delta1, x)
        b1 = b1 - taxa * delta1

    if epoca % 10 == 0:
        print("Época", epoca, " perda:", round(perda / len(ordem), 4), " acertos:", acertos, "/", len(ordem))

print()
print("W1 =", W1)
print("w2 =", w2)
for n in (0, 19, 20, 39):
    y = sigmoide(np.dot(w2, sigmoide(np.dot(W1, graos[n]) + b1)) + b2)
    print("grão", n, "->", "Rosa" if y > 0.5 else "Kama", round(y, 3))
