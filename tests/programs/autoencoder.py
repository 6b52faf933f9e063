import numpy as np

# the classic 8-3-8 encoder problem
data = np.eye(8)
gen = np.random.RandomState(10)
enc_w, enc_b = gen.normal(0, 0.5, (8, 3)), np.zeros((1, 3))
dec_w, dec_b = gen.normal(0, 0.5, (3, 8)), np.zeros((1, 8))


def squash(u):
    return 0.5 * (1 + np.tanh(0.5 * u))


tries = 0
loss = np.inf
while tries < 800 and loss > 1.0:
    code = squash(data @ enc_w + enc_b)
    rebuilt = squash(code @ dec_w + dec_b)
    loss = -np.sum(data * np.log(rebuilt) + (1 - data) * np.log(1 - rebuilt))

    at_logits = rebuilt - data
    at_code = at_logits @ dec_w.T
    at_sums = at_code * code * (1 - code)

    dec_w -= 0.3 * np.einsum("nk,nj->kj", code, at_logits)
    dec_b -= 0.3 * at_logits.sum(axis=0)
    enc_w -= 0.3 * np.einsum("ni,nk->ik", data, at_sums)
    enc_b -= 0.3 * at_sums.sum(axis=0)
    tries += 1

print("after", tries, "passes the loss is", loss)
print(np.round(code, 2))
