# Duas unidades escondidas, tudo escalar: quero ver a curva da temperatura ao longo do dia.
# modelo:  pred = v1*tanh(w1*x + b1) + v2*tanh(w2*x + b2) + c
import numpy as np

TEXTO = """
0   14.1
2   13.2
4   12.6
6   13.0
8   16.4
10  20.3
12  23.8
14  25.1
16  24.6
18  21.2
20  17.9
22  15.6
"""
dados = np.array([linha.split() for linha in TEXTO.strip().split("\n")], dtype=float)

x = dados[:, 0:1] / 12 - 1  # a hora, de -1 até 1
y = dados[:, 1]
y = (y - y.mean()) / y.std()
print("x:", x.min(), "...", x.max())
print("y:", y.min().round(2), "...", y.max().round(2))

w1, b1, v1 = 2.0, 0.8, 0.6
w2, b2, v2 = 1.5, -0.9, -0.7
c = 0.1
taxa = 0.1

melhor = 1e9
for passo in range(2000):
    h1 = np.tanh(w1 * x + b1)
    h2 = np.tanh(w2 * x + b2)
    pred = v1 * h1 + v2 * h2 + c

    erro = pred - y
    custo = np.mean(erro**2)
    melhor = min(melhor, custo)

    # derivadas, uma por uma
    d_c = np.mean(2 * erro)
    d_v1 = np.mean(2 * erro * h1)
    d_v2 = np.mean(2 * erro * h2)
    d_b1 = np.mean(2 * erro * v1 * (1 - h1**2))
    d_b2 = np.mean(2 * erro * v2 * (1 - h2**2))
    d_w1 = np.mean(2 * erro * v1 * (1 - h1**2) * x)
    d_w2 = np.mean(2 * erro * v2 * (1 - h2**2) * x)

    w1 -= taxa * d_w1
    w2 -= taxa * d_w2
    b1 -= taxa * d_b1
    b2 -= taxa * d_b2
    v1 -= taxa * d_v1
    v2 -= taxa * d_v2
    c -= taxa * d_c

    if passo % 400 == 0:
        print(f"passo {passo:5d}   custo {custo:.4f}")

print("melhor custo", melhor)
print("w1 = %.3f  b1 = %.3f  v1 = %.3f" % (w1, b1, v1))
print("w2 = %.3f  b2 = %.3f  v2 = %.3f" % (w2, b2, v2))
meio_dia = v1 * np.tanh(b1) + v2 * np.tanh(b2) + c
print("ao meio-dia:", meio_dia)
