import numpy as np
rng = np.random.RandomState(61)
raw = rng.rand(50, 4) * [1, 10, 100, 5]
label = (raw[:, 0] * 10 + raw[:, 3] > raw[:, 1]).astype(int)
split = 40
mean, std = raw[:split].mean(axis=0), raw[:split].std(axis=0)
train, test = (raw[:split] - mean) / std, (raw[split:] - mean) / std
target = label[:split].reshape(-1, 1)
w_a = rng.randn(4, 6) / 2
b_a = np.zeros((1, 6))
w_b = rng.randn(6, 1) / np.sqrt(6)
b_b = np.zeros((1, 1))

def predict(data):
    hidden = np.maximum(0, np.dot(data, w_a) + b_a)
    return hidden, 1 / (1 + np.exp(-(np.dot(hidden, w_b) + b_b)))

for epoch in range(120):
    hidden, prob = predict(train)
    loss = -np.mean(target * np.log(prob + 1e-12) + (1 - target) * np.log(1 - prob + 1e-12))
    d_b = (prob - target) / split
    d_a = np.dot(d_b, w_b.T)
    d_a[hidden <= 0] = 0
    w_b -= 0.5 * np.dot(hidden.T, d_b)
    b_b -= 0.5 * np.sum(d_b, axis=0, keepdims=True)
    w_a -= 0.5 * np.dot(train.T, d_a)
    b_a -= 0.5 * np.sum(d_a, axis=0, keepdims=True)
    if epoch % 30 == 0:
        accuracy = np.mean((predict(test)[1] > 0.5).ravel() == label[split:])
        print(epoch, loss, accuracy)
