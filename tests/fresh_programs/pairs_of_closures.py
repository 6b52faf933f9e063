"""Which language is this word? A network out of closures: every layer is a (forward, backward) pair."""
import string

import numpy as np

words = {
    "en": "the house with three friends should wash white shirts when they think why yet".split(),
    "es": "la casa con tres amigos debe lavar camisas cuando ellos piensan porque todavia".split(),
    "fi": "talo ja kolme ystavaa pitaisi pesta valkoiset paidat kun he ajattelevat miksi viela".split(),
}
alphabet = string.ascii_lowercase
languages = sorted(words)


def bag(word):
    counts = np.zeros(len(alphabet))
    for letter in word:
        counts[alphabet.index(letter)] += 1
    return counts / len(word)


X = np.array([bag(w) for lang in languages for w in words[lang]])
labels = np.array([k for k, lang in enumerate(languages) for _ in words[lang]])

rng = np.random.default_rng(0)
params = []  # every [W, b] lands in here


def dense(n_in, n_out):
    p = [rng.standard_normal((n_in, n_out)) / np.sqrt(n_in), np.zeros(n_out)]
    params.append(p)

    def forward(x):
        def backward(g, lr):
            back = g @ p[0].T
            p[0] -= lr * (x.T @ g)
            p[1] -= lr * g.sum(0)
            return back

        return x @ p[0] + p[1], backward

    return forward


def tanh():
    def forward(x):
        y = np.tanh(x)
        return y, lambda g, lr: g * (1 - y * y)

    return forward


def chain(*layers):
    def forward(x):
        backs = []
        for layer in layers:
            x, back = layer(x)
            backs.append(back)

        def backward(g, lr):
            for back in reversed(backs):
                g = back(g, lr)

        return x, backward

    return forward


def softmax_loss(scores, labels):
    scores = scores - scores.max(1, keepdims=True)
    logp = scores - np.log(np.exp(scores).sum(1, keepdims=True))
    picked = logp[np.arange(len(labels)), labels]
    g = np.exp(logp)
    g[np.arange(len(labels)), labels] -= 1
    return -picked.mean(), g / len(labels)


net = chain(dense(26, 10), tanh(), dense(10, 6), tanh(), dense(6, 3))

for step in range(400):
    scores, backward = net(X)
    loss, g = softmax_loss(scores, labels)
    backward(g, 1.0)
    if step % 100 == 0:
        print(step, f"{loss:.3f}", "right:", (scores.argmax(1) == labels).mean())

for w in ["which", "kissa", "madre"]:
    print(w, "->", languages[int(net(bag(w)[None])[0].argmax())])
