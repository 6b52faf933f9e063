"""Next-letter network on a limerick.

My question to the list: the loss is above 400 in the first round (other people's are at 3!).
Is my backprop for the embedding table wrong, because a letter can occur twice in one window?
"""
import numpy as np

np.random.seed(0)

text = (
    "there was an old man with a beard who said it is just as i feared "
    "two owls and a hen four larks and a wren have all built their nests in my beard "
)
letters = sorted(set(text))
index = {c: i for i, c in enumerate(letters)}
V = len(letters)
C = 3        # letters of context
E = 4        # numbers per letter
H = 20

windows = np.array([[index[c] for c in text[i:i + C]] for i in range(len(text) - C)])
following = np.array([index[text[i + C]] for i in range(len(text) - C)])
print(len(windows), "windows over", V, "letters")

emb = np.random.randn(V, E) * 0.5
Wh = np.random.randn(C * E, H) * 0.3
bh = np.zeros(H)
Wo = np.random.randn(H, V) * 0.1
bo = np.zeros(V)

lr = 0.004
for it in range(400):
    x = emb[windows].reshape(len(windows), C * E)
    h = np.tanh(x @ Wh + bh)
    logits = h @ Wo + bo
    logits -= logits.max(axis=1, keepdims=True)
    p = np.exp(logits)
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(len(p)), following]).sum()

    dlogits = p
    dlogits[np.arange(len(p)), following] -= 1
    dWo = h.T @ dlogits
    dbo = dlogits.sum(0)
    dh = dlogits @ Wo.T
    draw = dh * (1 - h * h)
    dWh = x.T @ draw
    dbh = draw.sum(0)
    dx = draw @ Wh.T
    demb = np.zeros_like(emb)
    np.add.at(demb, windows, dx.reshape(-1, C, E))

    for param, grad in zip((emb, Wh, bh, Wo, bo), (demb, dWh, dbh, dWo, dbo)):
        param -= lr * grad
    if it % 50 == 0:
        print(it, "loss", round(loss, 2), "per letter", round(loss / len(windows), 3))

now = "the"
for _ in range(40):
    x = emb[[index[c] for c in now[-C:]]].ravel()
    now += letters[int(np.argmax(np.tanh(x @ Wh + bh) @ Wo + bo))]
print(now)
