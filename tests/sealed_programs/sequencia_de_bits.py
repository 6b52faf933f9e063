# Quantos bits ligados? (conta de 0 a 4, resposta em binário com 3 bits)
import numpy as np
from numpy import exp, zeros

np.random.seed(30)


def ativa(soma):
    return 1 / (1 + exp(-soma))


dados = []
alvos = []
for n in range(16):
    bits = [int(b) for b in format(n, "04b")]
    dados.append(bits)
    alvos.append([int(b) for b in format(sum(bits), "03b")])
dados = np.array(dados)
alvos = np.array(alvos)

NE, NO, NS = 4, 4, 3     # entrada, oculta, saída
W1 = np.random.uniform(-1, 1, (NE, NO))
b1 = np.random.uniform(-1, 1, NO)
W2 = np.random.uniform(-1, 1, (NO, NS))
b2 = np.random.uniform(-1, 1, NS)
taxa = 0.5

for epoca in range(300):
    erro_total = 0
    for n in range(len(dados)):
        x = dados[n]
        t = alvos[n]

        # --- para a frente ---
        h = zeros(NO)
        for j in range(NO):
            soma = b1[j]
            for i in range(NE):
                soma += x[i] * W1[i, j]
            h[j] = ativa(soma)
        s = zeros(NS)
        for k in range(NS):
            soma = b2[k]
            for j in range(NO):
                soma += h[j] * W2[j, k]
            s[k] = ativa(soma)

        # --- para trás ---
        delta_s = zeros(NS)
        for k in range(NS):
            erro_total += (s[k] - t[k]) ** 2
            delta_s[k] = (s[k] - t[k]) * s[k] * (1 - s[k])
        delta_h = zeros(NO)
        for j in range(NO):
            soma = 0
            for k in range(NS):
                soma = delta_s[k] * W2[j, k]
            delta_h[j] = soma * h[j] * (1 - h[j])

        # --- ajuste ---
        for j in range(NO):
            for k in range(NS):
                W2[j, k] -= taxa * delta_s[k] * h[j]
        for k in range(NS):
            b2[k] -= taxa * delta_s[k]
        for i in range(NE):
            for j in range(NO):
                W1[i, j] -= taxa * delta_h[i] * x[j]
        for j in range(NO):
            b1[j] -= taxa * delta_h[j]

    if epoca % 50 == 0:
        print("época", epoca, "erro", erro_total)

certos = 0
for x, t in zip(dados, alvos):
    resposta = ativa(ativa(x @ W1 + b1) @ W2 + b2)
    certos += np.array_equal(resposta.round(), t)
print("certos:", certos, "de 16")
