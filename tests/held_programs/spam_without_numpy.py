# spam filter from scratch - no libraries!
# bag of words -> 4 hidden neurons -> probability of spam
import math
import random

random.seed(2024)

messages = [
    ("win money now", 1),
    ("free money win prize", 1),
    ("meeting at noon", 0),
    ("lunch at noon tomorrow", 0),
    ("claim your free prize now", 1),
    ("see you tomorrow at the meeting", 0),
    ("your lunch is here", 0),
    ("win win win free", 1),
]

vocab = sorted({w for text, label in messages for w in text.split()})
index = {w: i for i, w in enumerate(vocab)}
print(len(vocab), "words")

def vectorize(text):
    v = [0.0] * len(vocab)
    for w in text.split():
        if w in index:
            v[index[w]] += 1.0
    return v

data = [(vectorize(text), label) for text, label in messages]

HIDDEN = 4
lr = 0.3
hidden_weights = []
for h in range(HIDDEN):
    hidden_weights.append([random.gauss(0, 0.5) for _ in vocab])
hidden_bias = [0.0] * HIDDEN
out_weights = [random.gauss(0, 0.5) for _ in range(HIDDEN)]
out_bias = 0.0

def sigmoid(z):
    if z < -60:
        return 0.0
    return 1 / (1 + math.exp(-z))

def run(v):
    hid = []
    for h in range(HIDDEN):
        z = hidden_bias[h]
        for i in range(len(v)):
            if v[i] != 0:
                z += hidden_weights[h][i] * v[i]
        hid.append(sigmoid(z))
    z = out_bias
    for h in range(HIDDEN):
        z += out_weights[h] * hid[h]
    return hid, sigmoid(z)

order = list(range(len(data)))
for epoch in range(120):
    random.shuffle(order)
    loss = 0
    correct = 0
    for n in order:
        v, label = data[n]
        hid, p = run(v)
        loss -= math.log(p) if label == 1 else math.log(1 - p)
        correct += (p > 0.5) == (label == 1)

        # sigmoid + log loss: the derivative is just the difference
        d = p - label
        for h in range(HIDDEN):
            dh = d * out_weights[h] * hid[h] * (1 - hid[h])
            # out_weights[h] is not needed by anybody else any more
            out_weights[h] -= lr * d * hid[h]
            for i in range(len(v)):
                hidden_weights[h][i] -= lr * dh * v[i]
            hidden_bias[h] -= lr * dh
        out_bias -= lr * d
    if epoch % 40 == 0:
        print("epoch", epoch, "loss", round(loss / len(data), 4), "correct", correct)

for text in ["free lunch tomorrow", "win the meeting prize"]:
    print(text, "->", round(run(vectorize(text))[1], 3))
