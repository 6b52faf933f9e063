# lucro da padaria por hora, rede em float32 com RMSProp e penalidade L1
import numpy as np

f32 = np.float32
rs = np.random.RandomState(55)

hora = rs.uniform(6, 20, size=(64, 1))
chuva = rs.binomial(1, 0.3, size=(64, 1))
feriado = rs.binomial(1, 0.2, size=(64, 1))
lucro = 80 * np.exp(-(hora - 8) ** 2 / 4) + 60 * np.exp(-(hora - 17) ** 2 / 6) - 20 * chuva + 15 * feriado
lucro += rs.normal(0, 3, size=lucro.shape)

X = np.hstack([(hora - 13) / 4, chuva, feriado]).astype(f32)
Y = ((lucro - lucro.mean()) / lucro.std()).astype(f32)

def sig(x):
    return 1 / (1 + np.exp(-x))

W1 = rs.normal(0, 1.0, size=(3, 10)).astype(f32)
b1 = rs.normal(0, 1.0, size=(10,)).astype(f32)
W2 = rs.normal(0, 0.5, size=(10, 6)).astype(f32)
b2 = np.zeros(6, dtype=f32)
W3 = rs.normal(0, 0.5, size=(6, 1)).astype(f32)
b3 = np.zeros(1, dtype=f32)
pesos = [W1, b1, W2, b2, W3, b3]
quadrados = [np.zeros_like(p) for p in pesos]

taxa = f32(0.01)
rho = f32(0.9)
l1 = f32(1e-3)
EPOCAS = 500
for ep in range(EPOCAS):
    h1 = sig(X @ W1 + b1)
    h2 = sig(h1 @ W2 + b2)
    saida = h2 @ W3 + b3
    resid = saida - Y
    custo = np.mean(resid ** 2) + l1 * (np.abs(W1).sum() + np.abs(W2).sum() + np.abs(W3).sum())

    gs = 2 * resid / f32(len(X))
    gW3 = h2.T @ gs + l1 * np.sign(W3)
    gb3 = gs.sum(axis=0)
    gh2 = gs @ W3.T
    gz2 = gh2 * h2 * (1 - h2)
    gW2 = h1.T @ gz2 + l1 * np.sign(W2)
    gb2 = gz2.sum(axis=0)
    gh1 = gz2 @ W2.T
    gz1 = gh1 * h1 * (1 - h1)
    gW1 = X.T @ gz1 + l1 * np.sign(W1)
    gb1 = gz1.sum(axis=0)

    for i, g in enumerate([gW1, gb1, gW2, gb2, gW3, gb3]):
        quadrados[i] = rho * quadrados[i] + (1 - rho) * g ** 2
        pesos[i] -= taxa * g / (np.sqrt(quadrados[i]) + f32(1e-6))   # muda W1, b1... no lugar, é de propósito
    if ep % 100 == 0:
        print(ep, float(custo), W1.dtype)

for hh in (7, 12, 17):
    x = np.array([[(hh - 13) / 4, 0, 0]], dtype=f32)
    print(hh, "horas:", (sig(sig(x @ W1 + b1) @ W2 + b2) @ W3 + b3).item() * lucro.std() + lucro.mean())
