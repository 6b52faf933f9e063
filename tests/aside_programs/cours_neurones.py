# %% [markdown]
# # TP 4 : et si l'activation était un sinus ?
# Préparé pour le groupe B. On garde tout dans deux matrices, le biais est la dernière ligne.

# %%
import numpy as np
import matplotlib.pyplot as plt

np.random.seed(4)

# %%
# La fonction à apprendre : un accord de deux notes
x = np.linspace(-1, 1, 60).reshape(-1, 1)
y = 0.6 * np.sin(3 * x) + 0.3 * np.cos(5 * x) + 0.02 * np.random.randn(60, 1)
y.shape

# %%
def avec_un(A):
    """Ajoute une colonne de uns à droite."""
    return np.hstack([A, np.ones((A.shape[0], 1))])


V = np.random.uniform(-3, 3, (2, 8))      # (1 entrée + biais) x 8
W = np.random.uniform(-0.5, 0.5, (9, 1))  # (8 + biais) x 1

# %%
eta = 0.2
erreurs = []
for essai in range(1200):
    xb = avec_un(x)
    u = xb.dot(V)
    hb = avec_un(np.sin(u))
    s = hb.dot(W)

    e = y - s
    erreurs.append(float(np.mean(np.abs(e))))   # en valeur absolue, plus parlant pour la classe

    dW = hb.T.dot(e)
    # on enlève le poids du biais : rien ne remonte par lui
    dV = xb.T.dot(e.dot(W[:-1].T) * np.cos(u))

    W += eta * dW / len(x)
    V += eta * dV / len(x)

    if (essai + 1) % 200 == 0:
        print("essai", essai + 1, "écart moyen", round(erreurs[-1], 4))

# %%
plt.plot(x, y, 'k.', x, s, 'r')
plt.title("sinus de sinus")
plt.show()

# %%
# Question 3 : que vaut la sortie en x = 2 ? (hors de l'intervalle !)
print(avec_un(np.sin(avec_un(np.array([[2.0]])).dot(V))).dot(W))
