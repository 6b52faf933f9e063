# %% [markdown]
# # Sorvetes vendidos x temperatura
# Quatro "joelhos" (tanh) somados, tudo derivado à mão.

# %%
import numpy as np
import matplotlib.pyplot as plt

np.random.seed(11)

# %%
dados = """
14 92
16 110
17 131
19 150
21 205
22 221
24 280
25 322
27 371
28 398
30 431
31 446
33 452
35 441
"""
tabela = np.array([linha.split() for linha in dados.split("\n") if linha], dtype=float)
print(tabela.shape)
tabela[:3]

temp = tabela[:, 0]
vendas = tabela[:, 1:]

# normalizar
x = (temp - temp.mean()) / temp.std()
vendas = vendas / 100.0

# %%
K = 4
w = np.random.randn(K)
c = np.random.randn(K)
v = np.random.randn(K) * 0.5
d = 0.1


def prever(x):
    h = np.array([np.tanh(w[j] * x + c[j]) for j in range(K)])
    y = np.zeros(len(x)) + d
    for j in range(K):
        y = y + v[j] * h[j]
    return h, y


# %%
taxa = 0.05
perdas = []
melhor = None
for epoca in range(500):
    h, previsto = prever(x)
    erro = previsto - vendas
    perdas.append((erro ** 2).mean())

    dv = np.zeros(K)
    dw = np.zeros(K)
    dc = np.zeros(K)
    for j in range(K):
        dv[j] = (erro * h[j]).mean()
        s = erro * v[j] * (1 - h[j] ** 2)
        dw[j] = (s * x).mean()
        dc[j] = s.mean()
    dd = erro.mean()

    v -= taxa * dv
    w -= taxa * dw
    c -= taxa * dc
    d -= taxa * dd

    if epoca % 100 == 0:
        print("época", epoca, "perda", perdas[-1])

# %%
grade = np.linspace(x.min(), x.max(), 60)
plt.plot(x, vendas, "o")
plt.plot(grade, prever(grade)[1])
plt.xlabel("temperatura (normalizada)")
plt.ylabel("sorvetes (centenas)")
plt.show()
