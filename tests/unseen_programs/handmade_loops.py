import numpy as np

np.random.seed(27)


def logistic(v):
    return 1.0 / (1.0 + np.exp(-v))


# 5 switches; lamp one: an odd number is on, lamp two: more than half are on
data = np.random.randint(0, 2, (50, 5)).astype(float)
goals = np.stack([data.sum(axis=1) % 2, data.sum(axis=1) > 2.5], axis=1).astype(float)

shape = [5, 5, 5, 2]
W = [np.random.uniform(-1, 1, (shape[i], shape[i + 1])) for i in range(3)]
B = [np.random.uniform(-1, 1, (1, shape[i + 1])) for i in range(3)]
rate = 0.1


def forward(x):
    acts = [x]
    for w, b in zip(W, B):
        acts.append(logistic(acts[-1] @ w + b))
    return acts


for epoch in range(300):
    acts = forward(data)
    diff = goals - acts[3]
    if epoch % 60 == 0:
        print("epoch", epoch, "error", 0.5 * np.sum(diff ** 2))

    # output layer
    d_out = diff * acts[3] * (1 - acts[3])
    step_w2 = rate * acts[2].T @ d_out
    step_b2 = rate * d_out.sum(axis=0)

    # second hidden layer
    d_two = rate * (d_out @ W[2].T) * acts[2] * (1 - acts[2])
    step_w1 = rate * acts[1].T @ d_two
    step_b1 = step_w1.sum(axis=0)

    # first hidden layer
    d_one = (d_two @ W[0].T) * acts[1] * (1 - acts[1])
    step_w0 = rate * acts[0].T @ d_one
    step_b0 = rate * d_one.sum(axis=0)

    for i, (sw, sb) in enumerate([(step_w0, step_b0), (step_w1, step_b1), (step_w2, step_b2)]):
        W[i] = W[i] + sw
        B[i] = B[i] + sb

guess = forward(data)[-1] > 0.5
print("lamps right:", (guess == (goals > 0.5)).mean(axis=0))
