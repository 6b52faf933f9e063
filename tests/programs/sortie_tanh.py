import numpy as np

# Séparer deux lunes ; les classes sont -1 et +1
g = np.random.default_rng(50)
angle = g.uniform(0, np.pi, 60)
haut = np.stack([np.cos(angle[:30]), np.sin(angle[:30])], axis=1)
bas = np.stack([1 - np.cos(angle[30:]), 0.4 - np.sin(angle[30:])], axis=1)
points = np.concatenate([haut, bas]) + 0.1 * g.standard_normal((60, 2))
cible = np.repeat([[1.0], [-1.0]], 30, axis=0)

Wc = g.standard_normal((2, 6))
Ws = g.standard_normal((6, 1)) * 0.5
pas = 0.2

for etape in range(700):
    cachee = np.tanh(points @ Wc)
    sortie = np.tanh(cachee @ Ws)
    perte = 0.5 * np.mean((sortie - cible) ** 2)

    delta_s = sortie - cible
    # dérivée de tanh : 1 - h²
    carre = np.multiply(cachee, cachee, out=cachee)
    delta_c = (delta_s @ Ws.T) * (1 - carre)

    grad_s = cachee.T @ delta_s
    grad_c = points.T @ delta_c
    Ws -= pas * grad_s / len(points)
    Wc -= pas * grad_c / len(points)

    if etape % 100 == 0:
        print(etape, "perte", perte)
