import numpy as np

np.random.seed(99)

# house prices, in some currency
n_rows = 200
features = np.random.rand(n_rows, 6)
price = 3 * features[:, 0] + 2 * features[:, 1] ** 2 - 1.5 * features[:, 2] * features[:, 3]
price = price.reshape(-1, 1) + np.random.randn(n_rows, 1) * 0.05


def he(n_in, n_out):
    return [np.random.randn(n_in, n_out) * np.sqrt(2.0 / n_in), np.full((1, n_out), 0.01)]


layers = [he(6, 20), he(20, 1)]
epochs = 60
batch = 25
n_batches = n_rows // batch
lr = 0.05
max_norm = 1.0

for epoch in range(epochs):
    shuffled = np.random.permutation(n_rows)
    losses = []
    for b in range(n_batches):
        rows = shuffled[b * batch:(b + 1) * batch]
        bx, by = features[rows], price[rows]

        hidden = bx.dot(layers[0][0]) + layers[0][1]
        active = hidden * (hidden > 0)
        guess = active.dot(layers[1][0]) + layers[1][1]
        residual = guess - by
        losses.append(np.mean(residual ** 2))

        grad_out = 2.0 * residual / batch
        grad_hidden = grad_out.dot(layers[1][0].T)
        grad_hidden[hidden <= 0] = 0.0
        gradients = [
            [bx.T.dot(grad_hidden), grad_hidden.sum(axis=0, keepdims=True)],
            [active.T.dot(grad_out), grad_out.sum(axis=0, keepdims=True)],
        ]

        norm = np.sqrt(sum(np.sum(g ** 2) for pair in gradients for g in pair))
        scale = min(1.0, max_norm / (norm + 1e-12))
        for layer, pair in zip(layers, gradients):
            layer[0] -= lr * scale * pair[0]
            layer[1] -= lr * scale * pair[1]
    if (epoch + 1) % 20 == 0:
        print("epoch %d  mse %.5f  last norm %.3f" % (epoch + 1, np.mean(losses), norm))
