"""Recognise hand-drawn 5x3 digits. Every layer is a [W, b] pair in one list."""
import numpy as np

DIGITS = """
###  .#.  ###  ###  #.#  ###  ###  ###  ###  ###
#.#  ##.  ..#  ..#  #.#  #..  #..  ..#  #.#  #.#
#.#  .#.  ###  .##  ###  ###  ###  .#.  ###  ###
#.#  .#.  #..  ..#  ..#  ..#  #.#  .#.  #.#  ..#
###  ###  ###  ###  ..#  ###  ###  .#.  ###  ###
"""

rows = [line.split() for line in DIGITS.strip().splitlines()]
clean = np.array([[ch == "#" for r in rows for ch in r[d]] for d in range(10)], dtype=float)

np.random.seed(0)
copies = 6
x = np.repeat(clean, copies, axis=0)
x += np.random.normal(0, 0.15, x.shape)
x -= 0.5
target = np.repeat(np.eye(10), copies, axis=0)

sizes = [15, 20, 14, 10]
net = []
for n, m in zip(sizes, sizes[1:]):
    net.append([np.random.randn(n, m) / np.sqrt(n), np.zeros(m)])


def softmax(s):
    s = s - s.max(axis=-1, keepdims=True)
    np.exp(s, out=s)
    s /= s.sum(axis=-1, keepdims=True)
    return s


def forward(x):
    """Return the activations of all layers, the input first, the probabilities last."""
    acts = [x]
    for W, b in net[:-1]:
        acts.append(np.tanh(acts[-1] @ W + b))
    W, b = net[-1]
    acts.append(softmax(acts[-1] @ W + b))
    return acts


def train_step(x, target, rate):
    acts = forward(x)
    delta = acts[-1] - target
    updates = []
    for i in range(len(net) - 1, -1, -1):
        updates.insert(0, (acts[i].T @ delta, delta.sum(0)))
        if i:
            delta = delta @ net[i][0].T
            delta *= 1 - acts[i] ** 2
    for layer, (dW, db) in zip(net, updates):
        layer[0] -= rate * dW
        layer[1] -= rate * db
    return -np.log(acts[-1][target == 1]).sum()


rounds = 300
for r in range(rounds):
    loss = train_step(x, target, rate=0.01)
    if r % 50 == 0:
        print(f"{r:4d}  {loss / len(x):.4f}")

wobbly = clean - 0.5 + np.random.normal(0, 0.3, clean.shape)
answers = forward(wobbly)[-1].argmax(axis=1)
for d in range(10):
    picture = wobbly[d].reshape(5, 3)
    print(d, "read as", answers[d], "" if answers[d] == d else "   <-- hm")
print("certain about the clean ones:", forward(clean - 0.5)[-1].max(axis=1).round(2))
