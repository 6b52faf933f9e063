# Rede neural sem numpy, so com listas, para entender cada conta.
# Classifica batatas (peso, comprimento, manchas) em 3 tipos: chips, frita, descarte
import math
import random

random.seed(3)

amostras = [
    ([0.20, 0.35, 0.10], [1, 0, 0]),
    ([0.25, 0.30, 0.05], [1, 0, 0]),
    ([0.30, 0.42, 0.12], [1, 0, 0]),
    ([0.80, 0.90, 0.08], [0, 1, 0]),
    ([0.75, 0.95, 0.15], [0, 1, 0]),
    ([0.90, 0.70, 0.11], [0, 1, 0]),
    ([0.50, 0.45, 0.90], [0, 0, 1]),
    ([0.30, 0.80, 0.75], [0, 0, 1]),
    ([0.85, 0.60, 0.95], [0, 0, 1]),
]

N_ENT = 3
N_OCULTA = 4
N_SAIDA = 3
TAXA = 0.6


def sigmoide(v):
    return 1.0 / (1.0 + math.exp(-v))


w1 = [[random.uniform(-1, 1) for i in range(N_ENT)] for j in range(N_OCULTA)]
vies1 = [random.uniform(-1, 1) for j in range(N_OCULTA)]
w2 = [[random.uniform(-1, 1) for j in range(N_OCULTA)] for k in range(N_SAIDA)]
vies2 = [random.uniform(-1, 1) for k in range(N_SAIDA)]

oculta = [0.0] * N_OCULTA
saida = [0.0] * N_SAIDA


def propagar(x):
    for j in range(N_OCULTA):
        soma = vies1[j]
        for i in range(N_ENT):
            soma += w1[j][i] * x[i]
        oculta[j] = sigmoide(soma)
    for k in range(N_SAIDA):
        soma = vies2[k]
        for j in range(N_OCULTA):
            soma += w2[k][j] * oculta[j]
        saida[k] = sigmoide(soma)
    return saida


for epoca in range(300):
    custo = 0.0
    for x, alvo in amostras:
        propagar(x)
        for k in range(N_SAIDA):
            custo += 0.5 * (alvo[k] - saida[k]) ** 2

        # delta da saida
        delta_s = [0.0] * N_SAIDA
        for k in range(N_SAIDA):
            delta_s[k] = (saida[k] - alvo[k]) * saida[k] * (1 - saida[k])

        # delta da camada oculta
        delta_o = [0.0] * N_OCULTA
        for j in range(N_OCULTA):
            erro = 0.0
            for k in range(N_SAIDA):
                erro = delta_s[k] * w2[k][j]
            delta_o[j] = erro * oculta[j] * (1 - oculta[j])

        # atualiza os pesos
        for k in range(N_SAIDA):
            for j in range(N_OCULTA):
                w2[k][j] -= TAXA * delta_s[k] * oculta[j]
            vies2[k] -= TAXA * delta_s[k]
        for j in range(N_OCULTA):
            for i in range(N_ENT):
                w1[j][i] -= TAXA * delta_o[j] * x[i]
            vies1[j] -= TAXA * delta_o[j]
    if epoca % 100 == 0:
        print("epoca", epoca, "custo", custo)

acertos = 0
for x, alvo in amostras:
    s = propagar(x)
    if s.index(max(s)) == alvo.index(1):
        acertos += 1
print("acertos:", acertos, "de", len(amostras))
