# %% [markdown]
# # Vendas de sorvete
# Prever quantos sorvetes vendem por dia (temperatura, fim de semana, promoção).

# %%
import numpy as np
import matplotlib.pyplot as plt

gerador = np.random.RandomState(10)
dias = 75
temperatura = gerador.uniform(15, 38, dias)
fim_de_semana = (np.arange(dias) % 7 >= 5).astype(float)
promocao = gerador.binomial(1, 0.3, dias)
vendas = 20 + 3.0 * np.maximum(temperatura - 22, 0) + 25 * fim_de_semana + 10 * promocao * fim_de_semana
vendas = vendas + gerador.normal(0, 4, dias)

# %%
entrada = np.array([(temperatura - 26) / 7, fim_de_semana, promocao])   # 3 x dias
alvo = (vendas[np.newaxis, :] - 40) / 30
print(entrada.shape, alvo.shape)

# %%
def inicializa(n0, n1, n2):
    return {"W1": gerador.randn(n1, n0) * 0.5, "b1": np.zeros((n1, 1)),
            "W2": gerador.randn(n2, n1) * 0.5, "b2": np.zeros((n2, 1))}


def propaga(p, X):
    Z1 = p["W1"] @ X + p["b1"]
    A1 = np.tanh(Z1)
    A2 = p["W2"] @ A1 + p["b2"]
    return A2, {"A1": A1, "A2": A2}


def custo(A2, Y):
    """log-cosh: parece o erro quadrático perto de zero e o absoluto longe"""
    return np.mean(np.log(np.cosh(A2 - Y)))


def retropropaga(p, cache, X, Y):
    m = X.shape[1]
    dA2 = cache["A2"] - Y
    g = {}
    g["W2"] = dA2 @ cache["A1"].T / m
    g["b2"] = np.sum(dA2, axis=1, keepdims=True) / m
    dZ1 = (p["W2"].T @ dA2) * (1 - cache["A1"] ** 2)
    g["W1"] = dZ1 @ X.T / m
    g["b1"] = np.sum(dZ1, axis=1, keepdims=True) / m
    return g

# %%
p = inicializa(3, 7, 1)
taxa = 0.1
custos = []
for iteracao in range(1000):
    A2, cache = propaga(p, entrada)
    custos.append(custo(A2, alvo))
    g = retropropaga(p, cache, entrada, alvo)
    for nome in p:
        p[nome] -= taxa * g[nome]
    if iteracao % 100 == 0:
        print(iteracao, custos[-1])

# %%
plt.plot(custos)
plt.title("custo")
plt.show()
