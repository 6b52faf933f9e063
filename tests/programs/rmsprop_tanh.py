import numpy as np

np.random.seed(1234)

# learn the saddle x1 * x2
xs = np.random.uniform(-1, 1, (64, 2))
ys = xs[:, [0]] * xs[:, [1]]

sizes = [2, 6, 6, 1]
theta = []
for fan_in, fan_out in zip(sizes, sizes[1:]):
    limit = np.sqrt(6 / (fan_in + fan_out))
    theta.append(np.random.uniform(-limit, limit, (fan_out, fan_in)))
    theta.append(np.zeros(fan_out))

squares = [np.zeros_like(p) for p in theta]
decay, rate = 0.9, 0.003

for step in range(500):
    W1, b1, W2, b2, W3, b3 = theta

    h1 = np.tanh(xs @ W1.T + b1)
    h2 = np.tanh(h1 @ W2.T + b2)
    pred = h2 @ W3.T + b3
    loss = 0.5 * np.mean((pred - ys) ** 2)

    d3 = (pred - ys) / len(xs)
    d2 = (d3 @ W3) * (1 - h2 * h2)
    d1 = (d2 @ W2) * (1 - h1 * h1)
    grads = [d1.T @ xs, d1.sum(0), d2.T @ h1, d2.sum(0), d3.T @ h2, d3.sum(0)]

    for k, g in enumerate(grads):
        squares[k] = decay * squares[k] + (1 - decay) * g**2
        theta[k] = theta[k] - rate * g / (np.sqrt(squares[k]) + 1e-8)

    if step % 100 == 0:
        print("step", step, "loss", loss)
