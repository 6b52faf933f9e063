# Perceptron multicamadas treinado amostra por amostra
import numpy as np

np.random.seed(7)

camadas = [2, 4, 3, 1]
pesos = []
vieses = []
for i in range(len(camadas) - 1):
    pesos.append(np.random.randn(camadas[i + 1], camadas[i]))
    vieses.append(np.random.randn(camadas[i + 1], 1))


def ativacao(x):
    return 1 / (1 + np.exp(-x))


def derivada(a):
    # recebe a saída da ativação
    return a * (1 - a)


entradas = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
saidas = np.array([0, 1, 1, 0])
taxa = 0.7

for epoca in range(1500):
    erro_total = 0
    for x, d in zip(entradas, saidas):
        # propagação
        a = [x.reshape(-1, 1)]
        for W, b in zip(pesos, vieses):
            a.append(ativacao(np.dot(W, a[-1]) + b))

        erro = a[-1] - d
        erro_total += 0.5 * float(erro[0, 0]) ** 2

        # retropropagação: primeiro todos os deltas, depois os pesos
        deltas = [erro * derivada(a[-1])]
        for k in range(len(pesos) - 1, 0, -1):
            deltas.insert(0, np.dot(pesos[k].T, deltas[0]) * derivada(a[k]))

        for k in range(len(pesos)):
            pesos[k] -= taxa * np.dot(deltas[k], a[k].T)
            vieses[k] -= taxa * deltas[k]
    if epoca % 300 == 0:
        print("época", epoca, "erro", round(erro_total, 4))
