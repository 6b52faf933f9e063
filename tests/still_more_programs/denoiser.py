# denoising auto-encoder: noisy input, clean target
import numpy as np

g = np.random.default_rng(5)
clean = (g.random((40, 9)) < 0.3).astype(float)

n_vis, n_code = 9, 5
enc = {"w": g.normal(0, 0.4, (n_vis, n_code)), "b": np.zeros(n_code)}
dec = {"w": g.normal(0, 0.4, (n_code, n_vis)), "b": np.zeros(n_vis)}


def sig(v, out=None):
    out = np.negative(v, out=out)
    np.exp(out, out=out)
    out += 1
    return np.reciprocal(out, out=out)


for epoch in range(120):
    noisy = clean * (g.random(clean.shape) > 0.2)
    code = noisy @ enc["w"] + enc["b"]
    sig(code, out=code)                       # in place, the sums are not needed any more
    recon = code @ dec["w"] + dec["b"]
    sig(recon, out=recon)
    if epoch % 30 == 0:
        bce = -(clean * np.log(recon) + (1 - clean) * np.log(1 - recon)).sum(1).mean()
        print(epoch, "reconstruction", bce)

    err = recon                               # reuse the memory
    err -= clean
    err /= len(clean)
    g_dec_w, g_dec_b = code.T @ err, err.sum(0)
    back = err @ dec["w"].T
    back *= code
    code -= 1
    back *= -code
    g_enc_w, g_enc_b = noisy.T @ back, back.sum(0)

    for p, gw, gb in ((dec, g_dec_w, g_dec_b), (enc, g_enc_w, g_enc_b)):
        p["w"] -= 0.8 * gw
        p["b"] -= 0.8 * gb
