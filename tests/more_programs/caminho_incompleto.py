import math
w = [[0.2, -0.4], [0.5, 0.1], [-0.3, 0.6]]
v = [[0.3, -0.2, 0.5], [0.4, 0.1, -0.6], [-0.5, 0.2, 0.3]]
pares = [([0.5, -1.0], [0.2, -0.1, 0.4]), ([1.2, 0.3], [0.5, 0.0, -0.3])]
for epoca in range(60):
    erro = 0.0
    for x, t in pares:
        h = [math.tanh(sum(w[j][i] * x[i] for i in range(2))) for j in range(3)]
        y = [sum(v[k][j] * h[j] for j in range(3)) for k in range(3)]
        e = [y[k] - t[k] for k in range(3)]
        erro += sum(0.5 * e[k] ** 2 for k in range(3))
        for j in range(3):
            volta = sum(e[k] * v[k][j] for k in range(2))
            d = volta * (1 - h[j] ** 2)
            for i in range(2):
                w[j][i] -= 0.1 * d * x[i]
        for k in range(3):
            for j in range(3):
                v[k][j] -= 0.1 * e[k] * h[j]
    if epoca % 20 == 0:
        print(erro)
