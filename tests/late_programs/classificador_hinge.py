# %% [markdown]
# # Margem máxima com uma rede pequena
# Perda *hinge*: só contam os pontos com margem menor que 1.

# %%
import numpy as np

gerador = np.random.default_rng(42)
n = 150
pontos = gerador.normal(0, 1, (n, 2))
rotulos = np.where(pontos[:, 0] * pontos[:, 1] > 0, 1.0, -1.0)
pontos += 0.05 * gerador.normal(size=pontos.shape)
print("positivos:", int((rotulos > 0).sum()), "negativos:", int((rotulos < 0).sum()))

# %%
H = 10
W1 = gerador.normal(0, 0.8, (2, H))
b1 = np.zeros(H)
w2 = gerador.normal(0, 0.5, H)      # vetor, não matriz
b2 = 0.0

inclinacao = 0.05
lam = 0.001
taxa = 0.2
iteracoes = 500


def funcao(x):
    z = x @ W1 + b1
    a = np.where(z >= 0, z, inclinacao * z)
    return z, a, a @ w2 + b2


# %%
for it in range(iteracoes):
    z, a, f = funcao(pontos)
    margem = rotulos * f
    violados = margem < 1
    perda = np.maximum(0, 1 - margem).mean() + lam * (np.abs(W1).sum() + np.abs(w2).sum())

    # derivada da hinge: -y onde a margem é violada, 0 no resto
    df = -rotulos * violados / n
    dw2 = df @ a + lam * np.sign(w2)
    db2 = df.sum()
    dz = np.outer(df, w2)
    dz[z < 0] *= inclinacao
    dW1 = pontos.T @ dz + lam * np.sign(W1)
    db1 = dz.sum(axis=0)

    W1 = W1 - taxa * dW1
    b1 = b1 - taxa * db1
    w2 = w2 - taxa * dw2
    b2 = b2 - taxa * db2

    if it % 100 == 0:
        print(f"it {it:4d}  perda {perda:.4f}  violados {violados.sum():3d}")

# %%
_, _, f = funcao(pontos)
print("acertos:", np.mean(np.sign(f) == rotulos))
print("pesos quase nulos:", int((np.abs(W1) < 0.01).sum()), "de", W1.size)
