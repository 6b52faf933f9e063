# Sentiment of one-line film reviews. Bag of words -> leaky relu (dropout) -> sigmoid
import numpy as np

np.random.seed(2)

reviews = """
+ what a lovely warm film
+ great cast and a great story
+ i loved every minute of it
+ funny clever and warm
+ a clever story and lovely music
+ never boring always funny
- what a boring film
- bad cast and a bad story
- i hated every minute of it
- not funny not clever
- a boring story and awful music
- awful just awful
- great music but a bad film
""".strip().split("\n")

texts = [r[2:].split() for r in reviews]
labels = np.array([1.0 if r[0] == "+" else 0.0 for r in reviews])
counts = {}
for t in texts:
    for w in t:
        counts[w] = counts.get(w, 0) + 1
vocab = sorted(w for w, c in counts.items() if c > 1)
print(len(vocab), "words:", vocab)


def encode(words):
    v = np.zeros(len(vocab))
    for w in words:
        if w in vocab:
            v[vocab.index(w)] += 1
    return v


X = np.array([encode(t) for t in texts])
H = 8
keep_prob = 0.75
W1 = np.random.randn(len(vocab), H) * 0.3
b1 = np.full(H, 0.05)
W2 = np.random.randn(H) * 0.3
b2 = 0.0
lr = 0.2

for epoch in range(201):
    loss_sum = 0.0
    # one example at a time
    for n in np.random.permutation(len(X)):
        x, t = X[n], labels[n]
        z1 = x @ W1 + b1
        a1 = np.where(z1 > 0, z1, 0.2 * z1)
        drop = (np.random.rand(H) < keep_prob) / keep_prob
        a1 = a1 * drop
        p = 1 / (1 + np.exp(-(a1 @ W2 + b2)))
        loss_sum += -np.log(p) if t == 1 else -np.log(1 - p)

        # sigmoid + cross entropy = p - t
        g = p - t
        gz1 = g * W2 * drop
        gz1[z1 <= 0] *= 0.2
        W2 -= lr * g * a1
        b2 -= lr * g
        W1 -= lr * x[:, None] * gz1[None, :]
        b1 -= lr * gz1
    if epoch % 50 == 0:
        print("epoch", epoch, "loss", round(loss_sum / len(X), 4))

for line in ("a lovely story", "awful boring music", "not bad"):
    z = encode(line.split()) @ W1 + b1
    print(line, "->", round(1 / (1 + np.exp(-(np.where(z > 0, z, 0.2 * z) @ W2 + b2))), 3))
