# -*- coding: utf-8 -*-
# Quantas toneladas cabem no vagao, e quanto tempo leva para carregar?
# rede 3 - 8 - 2; a primeira coluna de cada matriz de ativacoes e de uns (bias)

import numpy as np

np.random.seed(64)


def poe_uns(M):
    return np.hstack([np.ones((M.shape[0], 1)), M])


def tangente(M):
    return np.tanh(M)


def monta_dados(n):
    comprimento = np.random.uniform(8, 18, n)
    densidade = np.random.uniform(0.6, 2.2, n)
    umidade = np.random.uniform(0, 0.3, n)
    ton = comprimento * densidade * 3 * (1 - umidade)
    minutos = ton / (1.5 + umidade * 2) + np.random.randn(n)
    X = np.column_stack([comprimento, densidade, umidade])
    Y = np.column_stack([ton, minutos])
    return X, Y


X, Y = monta_dados(110)
X = (X - X.mean(axis=0)) / X.std(axis=0)
Y = (Y - Y.mean(axis=0)) / Y.std(axis=0)
Xb = poe_uns(X)

W1 = np.random.randn(4, 8) * 0.5     # linha 0 = bias
W2 = np.random.randn(9, 2) * 0.5     # idem
alfa = 0.08
N = len(X)

for passo in range(500):
    H = tangente(Xb @ W1)
    Hb = poe_uns(H)
    S = Hb @ W2                       # saida linear

    erro = S - Y
    custo = np.sum(erro ** 2) / N

    grad2 = Hb.T @ erro / N
    # volta pela W2; tira o bias, que nao vem de lugar nenhum
    volta = (erro @ W2.T)[:, :-1]
    delta = volta * (1 - H ** 2)
    grad1 = Xb.T @ delta / N

    W2 -= alfa * grad2
    W1 -= alfa * grad1

    if passo % 100 == 0:
        print('passo %4d   custo %.5f' % (passo, custo))

S = poe_uns(tangente(Xb @ W1)) @ W2
for i in range(3):
    print('vagao', i, 'rede:', np.round(S[i], 2), 'certo:', np.round(Y[i], 2))
print('erro maximo', np.abs(S - Y).max())
