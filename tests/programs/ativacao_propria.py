import numpy as np

f = lambda x: 1 / (1 + np.exp(-x))
df = lambda y: y * (1 - y)

# rotacionar quatro bits
entrada = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [1, 1, 0, 0], [0, 1, 1, 0]])
alvo = np.roll(entrada, 1, axis=1)

np.random.seed(2)
pesos = [np.random.randn(4, 4), np.random.randn(4, 4)]
taxa = 0.3

for ciclo in range(1000):
    ativacoes = [entrada]
    for w in pesos:
        ativacoes.append(f(np.dot(ativacoes[-1], w)))

    erro = alvo - ativacoes[-1]
    deltas = [None, erro * df(ativacoes[2])]
    deltas[0] = np.dot(deltas[1], pesos[1].T) * df(ativacoes[1])

    for i in range(2):
        grad = np.dot(ativacoes[i + 1].T, deltas[i])
        pesos[i] += taxa * grad

    if ciclo % 250 == 0:
        print("ciclo", ciclo, "erro", 0.5 * np.sum(erro**2))
