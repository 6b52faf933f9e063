# guess the next letter of a nursery rhyme from the three letters before it
# (embedding -> tanh -> softmax), AdaGrad
import numpy as np
import sys

text = """humpty dumpty sat on a wall humpty dumpty had a great fall
all the king's horses and all the king's men couldn't put humpty together again """.replace("\n", " ")
chars = sorted(set(text))
stoi = {ch: i for i, ch in enumerate(chars)}
V = len(chars)
CONTEXT = 3
EMB = 4
HID = 20
steps = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 300

rng = np.random.default_rng(2024)
contexts, nexts = [], []
for i in range(len(text) - CONTEXT):
    contexts.append([stoi[c] for c in text[i:i + CONTEXT]])
    nexts.append(stoi[text[i + CONTEXT]])
contexts = np.array(contexts)
nexts = np.array(nexts)

C = rng.normal(size=(V, EMB)) * 0.5
W1 = rng.normal(size=(CONTEXT * EMB, HID)) / np.sqrt(CONTEXT * EMB)
b1 = np.zeros(HID)
W2 = rng.normal(size=(HID, V)) / np.sqrt(HID)
b2 = np.zeros(V)
params = [C, W1, b1, W2, b2]
caches = [np.zeros_like(p) for p in params]
grads = None

for step in range(steps):
    pick = rng.integers(0, len(contexts), size=24)
    ctx, nxt = contexts[pick], nexts[pick]

    # forward
    emb = C[ctx].reshape(len(pick), -1)          # (B, CONTEXT*EMB)
    h = np.tanh(emb @ W1 + b1)
    logits = h @ W2 + b2
    logits -= logits.max(axis=1, keepdims=True)
    probs = np.exp(logits)
    probs /= probs.sum(axis=1, keepdims=True)
    loss = -np.log(probs[np.arange(len(pick)), nxt]).mean()

    # backward
    dlogits = probs.copy()
    dlogits[np.arange(len(pick)), nxt] -= 1
    dlogits /= len(pick)
    dW2 = h.T @ dlogits
    db2 = dlogits.sum(0)
    dh = dlogits @ W2.T
    dpre = (1 - h * h) * dh
    dW1 = emb.T @ dpre
    db1 = dpre.sum(0)
    demb = (dpre @ W1.T).reshape(len(pick), CONTEXT, EMB)
    dC = np.zeros_like(C)
    np.add.at(dC, ctx, demb)   # the same letter may come twice, so += would lose some

    grads = [dC, dW1, db1, dW2, db2]
    for p, g, s in zip(params, grads, caches):
        s += g * g
        p -= 0.1 * g / (np.sqrt(s) + 1e-8)

    if step % 100 == 0:
        print(step, loss, "bits:", loss / np.log(2))

# let it talk
out = "hum"
for _ in range(40):
    ids = [stoi[c] for c in out[-CONTEXT:]]
    h = np.tanh(C[ids].reshape(-1) @ W1 + b1)
    z = h @ W2 + b2
    out += chars[int(z.argmax())]
print(out)
