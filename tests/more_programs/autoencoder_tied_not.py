import numpy as np
gen = np.random.default_rng(29)
dados = gen.normal(size=(25, 5))
cod = gen.normal(size=(5, 2)) * 0.4
dec = gen.normal(size=(2, 5)) * 0.4
bc, bd = np.zeros(2), np.zeros(5)
for passo in range(100):
    meio = np.tanh(dados @ cod + bc)
    volta = meio @ dec + bd
    dif = volta - dados
    erro = np.linalg.norm(dif) ** 2 / 25
    g = 2 * dif / 25
    gm = g @ dec.T * (1 - meio ** 2)
    dec -= 0.1 * meio.T @ g
    bd -= 0.1 * g.sum(axis=0)
    cod -= 0.1 * dados.T @ gm
    bc -= 0.1 * gm.sum(axis=0)
    if passo % 25 == 0:
        print(erro)
