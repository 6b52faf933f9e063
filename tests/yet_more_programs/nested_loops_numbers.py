import numpy as np
np.random.seed(50)
entrada = np.random.rand(3)
alvo = np.array([0.2, 0.7])
pesos1 = np.random.rand(4, 3) - 0.5
pesos2 = np.random.rand(2, 4) - 0.5
taxa = 0.6
for epoca in range(500):
    oculta = np.zeros(4)
    for j in range(4):
        soma = 0.0
        for i in range(3):
            soma += pesos1[j, i] * entrada[i]
        oculta[j] = 1 / (1 + np.exp(-soma))
    saida = np.zeros(2)
    for k in range(2):
        soma = 0.0
        for j in range(4):
            soma += pesos2[k, j] * oculta[j]
        saida[k] = 1 / (1 + np.exp(-soma))
    erro = 0.0
    for k in range(2):
        erro += 0.5 * (alvo[k] - saida[k]) ** 2
    delta2 = np.zeros(2)
    for k in range(2):
        delta2[k] = (saida[k] - alvo[k]) * saida[k] * (1 - saida[k])
    delta1 = np.zeros(4)
    for j in range(4):
        for k in range(2):
            delta1[j] += delta2[k] * pesos2[k, j]
        delta1[j] *= oculta[j] * (1 - oculta[j])
    for k in range(2):
        for j in range(4):
            pesos2[k, j] -= taxa * delta2[k] * oculta[j]
    for j in range(4):
        for i in range(3):
            pesos1[j, i] -= taxa * delta1[j] * entrada[i]
    if epoca % 100 == 0:
        print(epoca, erro)
