# Competição da faculdade: o rio vai transbordar amanhã?
# Tudo em float32 porque o professor disse que "na GPU é assim".
import numpy as np

f32 = np.float32
gerador = np.random.default_rng(2718)

# ---- dados ----
N = 150
chuva_hoje = gerador.gamma(2, 10, N)
chuva_ontem = gerador.gamma(2, 10, N)
nivel = gerador.normal(3, 1, N)
mare = gerador.uniform(-1, 1, N)
risco = 0.05 * chuva_hoje + 0.03 * chuva_ontem + 1.2 * (nivel - 3) + 0.8 * mare - 2
transborda = (risco + gerador.normal(0, 0.4, N) > 0)

tabela = np.column_stack([chuva_hoje / 20 - 1, chuva_ontem / 20 - 1, nivel - 3, mare]).astype(f32)
resposta = transborda.astype(f32)[:, None]

# ---- parâmetros ----
larguras = [4, 16, 12, 8, 1]
W = []
B = []
for i in range(4):
    lim = np.sqrt(6 / (larguras[i] + larguras[i + 1]))
    W.append(gerador.uniform(-lim, lim, (larguras[i], larguras[i + 1])).astype(f32))
    B.append(np.zeros((1, larguras[i + 1]), dtype=f32))

DESLIGA = 0.25
TAXA = f32(0.4)


def relu(z):
    return z * (z > 0)


def ida(x, treino=True):
    zs, hs, ms = [], [x], []
    for i in range(3):
        z = hs[-1] @ W[i] + B[i]
        h = relu(z)
        if treino and i < 2:
            m = (gerador.random(h.shape) >= DESLIGA).astype(f32)
        else:
            # sem desligar: multiplica tudo por (1 - DESLIGA), como no artigo original
            m = np.full(h.shape, 1 - DESLIGA if i < 2 else 1, dtype=f32)
        zs.append(z)
        ms.append(m)
        hs.append(h * m)
    logit = hs[-1] @ W[3] + B[3]
    return logit, zs, hs, ms


def volta(logit, zs, hs, ms, alvo):
    p = 1 / (1 + np.exp(-logit))
    sinal = (p - alvo) / f32(len(alvo))
    gw, gb = [], []
    for i in (3, 2, 1, 0):
        gw.insert(0, hs[i].T @ sinal)
        gb.insert(0, sinal.sum(axis=0, keepdims=True))
        if i:
            sinal = (sinal @ W[i].T) * ms[i - 1] * (zs[i - 1] > 0)
    return gw, gb


def entropia(logit, alvo):
    return float(np.mean(np.maximum(logit, 0) - logit * alvo + np.log1p(np.exp(-np.abs(logit)))))


for rodada in range(500):
    logit, zs, hs, ms = ida(tabela)
    gw, gb = volta(logit, zs, hs, ms, resposta)
    for i in range(4):
        W[i] -= TAXA * gw[i]
        B[i] -= TAXA * gb[i]
    if rodada % 100 == 0:
        print(rodada, "entropia", round(entropia(logit, resposta), 4), W[0].dtype)

logit, _, _, _ = ida(tabela, treino=False)
print("acerto:", np.mean((logit > 0) == (resposta > 0.5)))
