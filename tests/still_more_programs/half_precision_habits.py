"""Small MLP, everything float32 'because GPU' (there is no GPU here)."""
import numpy as np

F = np.float32
rs = np.random.RandomState(1234)

n, d, h, k = 48, 6, 10, 4
x = rs.randn(n, d).astype(F)
cls = (np.abs(x[:, 0] * 2 + x[:, 1]).astype(int)) % k
t = np.zeros((n, k), dtype=F)
t[range(n), cls] = 1

params = [
    (rs.randn(d, h) / np.sqrt(d)).astype(F),
    np.zeros(h, dtype=F),
    (rs.randn(h, k) / np.sqrt(h)).astype(F),
    np.zeros(k, dtype=F),
]
cache = [np.zeros_like(p) for p in params]
lr, rho, eps = F(0.01), F(0.9), F(1e-6)


def logsumexp(s):
    top = s.max(axis=1, keepdims=True)
    return top + np.log(np.exp(s - top).sum(axis=1, keepdims=True))


for it in range(200):
    w1, b1, w2, b2 = params
    pre = np.einsum("nd,dh->nh", x, w1) + b1
    act = F(1) / (F(1) + np.exp(-pre))
    s = np.einsum("nh,hk->nk", act, w2) + b2
    logp = s - logsumexp(s)
    nll = -(t * logp).sum() / n

    ds = (np.exp(logp) - t) / F(n)
    dact = np.einsum("nk,hk->nh", ds, w2)
    dpre = dact * act * (F(1) - act)
    grads = [
        np.einsum("nd,nh->dh", x, dpre),
        np.einsum("nh->h", dpre),
        np.einsum("nh,nk->hk", act, ds),
        np.einsum("nk->k", ds),
    ]
    for i, g in enumerate(grads):
        cache[i] = rho * cache[i] + (F(1) - rho) * g * g
        params[i] = params[i] - lr * g / (np.sqrt(cache[i]) + eps)

    if it % 50 == 0:
        print("it %4d  nll %.4f  dtype %s" % (it, nll, s.dtype))
