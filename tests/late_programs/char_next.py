# Predict the next character from the two before it.
import numpy as np

text = "the cat sat on the mat. the rat sat on the hat. that cat ate that rat. "
chars = sorted(set(text))
stoi = {c: i for i, c in enumerate(chars)}
itos = {i: c for c, i in stoi.items()}
V = len(chars)
print(V, "different characters:", "".join(chars))

X, Y = [], []
for i in range(len(text) - 2):
    X.append([stoi[text[i]], stoi[text[i + 1]]])
    Y.append(stoi[text[i + 2]])
X, Y = np.array(X), np.array(Y)

g = np.random.default_rng(2147)
EMB, HID = 4, 12
C = g.normal(size=(V, EMB))
W1 = g.normal(size=(2 * EMB, HID)) * 0.3
b1 = g.normal(size=HID) * 0.01
W2 = g.normal(size=(HID, V)) * 0.1
b2 = np.zeros(V)
params = [C, W1, b1, W2, b2]

m = [np.zeros_like(p) for p in params]
v = [np.zeros_like(p) for p in params]
beta1, beta2, eps = 0.9, 0.999, 1e-8
lr = 0.02
steps = 400
bs = 16

for step in range(1, steps + 1):
    pick = g.integers(0, len(X), bs)
    Xb, Yb = X[pick], Y[pick]

    emb = C[Xb]                          # (bs, 2, EMB)
    cat = emb.reshape(bs, -1)
    h = np.tanh(cat @ W1 + b1)
    logits = h @ W2 + b2
    logits = logits - logits.max(axis=1, keepdims=True)
    probs = np.exp(logits)
    probs /= probs.sum(axis=1, keepdims=True)
    loss = -np.log(probs[np.arange(bs), Yb]).mean()

    dlogits = probs.copy()
    dlogits[np.arange(bs), Yb] -= 1
    dlogits /= bs
    dW2 = h.T @ dlogits
    db2 = dlogits.sum(0)
    dh = dlogits @ W2.T
    dpre = (1 - h ** 2) * dh
    dW1 = cat.T @ dpre
    db1 = dpre.sum(0)
    demb = (dpre @ W1.T).reshape(emb.shape)
    dC = np.zeros_like(C)
    np.add.at(dC, Xb, demb)              # a character may come more than once

    grads = [dC, dW1, db1, dW2, db2]
    for k in range(len(params)):
        m[k] = beta1 * m[k] + (1 - beta1) * grads[k]
        v[k] = beta2 * v[k] + (1 - beta2) * grads[k] ** 2
        mhat = m[k] / (1 - beta1 ** step)
        vhat = v[k] / (1 - beta2 ** step)
        params[k] -= lr * mhat / (np.sqrt(vhat) + eps)

    if step % 100 == 0:
        print(f"{step:5d}: {loss:.4f}")

out = "th"
for _ in range(40):
    c = C[[stoi[out[-2]], stoi[out[-1]]]].reshape(-1)
    s = np.tanh(c @ W1 + b1) @ W2 + b2
    out += itos[int(s.argmax())]
print(out)
