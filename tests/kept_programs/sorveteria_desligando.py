"""Curso livre de redes neurais - aula 6: desligar neurônios (dropout)

Prever quantos sorvetes a loja vende, a partir de temperatura, dia e preço.
"""
import numpy as np

rng = np.random.default_rng(3)


def gerar_dados(n):
    temperatura = rng.uniform(15, 38, n)
    fim_de_semana = rng.integers(0, 2, n)
    preco = rng.uniform(4, 9, n)
    vendas = 4 * temperatura + 35 * fim_de_semana - 9 * preco + rng.normal(0, 4, n)
    X = np.stack([temperatura / 20 - 1.3, fim_de_semana, preco / 5 - 1.3])
    Y = (vendas[None, :] - 60) / 50
    return X, Y


def iniciar(tamanhos):
    p = {}
    for c in range(1, len(tamanhos)):
        p[f"W{c}"] = rng.normal(size=(tamanhos[c], tamanhos[c - 1])) / np.sqrt(tamanhos[c - 1])
        p[f"b{c}"] = np.zeros((tamanhos[c], 1))
    return p


def frente(p, X, manter):
    Z1 = p["W1"] @ X + p["b1"]
    T1 = np.tanh(Z1)
    M1 = (rng.random(T1.shape) < manter) / manter
    A1 = T1 * M1
    Z2 = p["W2"] @ A1 + p["b2"]
    A2 = np.tanh(Z2)
    saida = p["W3"] @ A2 + p["b3"]
    return saida, {"T1": T1, "M1": M1, "A1": A1, "A2": A2}


def tras(p, X, Y, saida, cache):
    n = X.shape[1]
    d3 = (saida - Y) / n
    g = {"W3": d3 @ cache["A2"].T, "b3": d3.sum(axis=1, keepdims=True)}
    d2 = (p["W3"].T @ d3) * (1 - cache["A2"] ** 2)
    g["W2"] = d2 @ cache["A1"].T
    g["b2"] = d2.sum(axis=1, keepdims=True)
    dT1 = p["W2"].T @ d2
    d1 = dT1 * (1 - cache["T1"] ** 2)
    g["W1"] = d1 @ X.T
    g["b1"] = d1.sum(axis=1, keepdims=True)
    return g


X, Y = gerar_dados(80)
par = iniciar([3, 10, 6, 1])
taxa = 0.1
manter = 0.8

for epoca in range(600):
    saida, cache = frente(par, X, manter)
    g = tras(par, X, Y, saida, cache)
    for nome in par:
        par[nome] -= taxa * g[nome]
    if epoca % 100 == 0:
        custo = np.sum((saida - Y) ** 2) / (2 * X.shape[1])
        print("época", epoca, "custo", round(float(custo), 4))

# na hora de usar, ninguém é desligado
final, _ = frente(par, X, 1.0)
print("erro médio em sorvetes:", round(float(np.abs(final - Y).mean() * 50), 1))
