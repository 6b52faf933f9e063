"""
Neural network from scratch, part 3: three classes.
(iris without downloading iris: we draw three blobs of about the same shape)
"""
import numpy as np

np.random.seed(13)


def make_blobs():
    means = [[5.0, 3.4, 1.5, 0.2], [5.9, 2.8, 4.3, 1.3], [6.6, 3.0, 5.6, 2.0]]
    spread = [[0.35, 0.38, 0.17, 0.1], [0.52, 0.31, 0.47, 0.2], [0.64, 0.32, 0.55, 0.27]]
    feature_set = []
    labels = []
    for c in range(3):
        feature_set.append(np.random.normal(means[c], spread[c], (50, 4)))
        labels += [c] * 50
    feature_set = np.vstack(feature_set)
    feature_set = (feature_set - feature_set.mean(0)) / feature_set.std(0)
    return feature_set, np.array(labels)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_der(s):
    # s is already sigmoid(x)
    return 1 - s


def softmax(A):
    expA = np.exp(A)
    return expA / expA.sum(axis=1, keepdims=True)


def forward(x, w):
    hidden = sigmoid(np.dot(x, w["hidden"]) + w["hidden_bias"])
    out = softmax(np.dot(hidden, w["output"]) + w["output_bias"])
    return hidden, out


features, labels = make_blobs()
one_hot = np.zeros((150, 3))
for i in range(150):
    one_hot[i, labels[i]] = 1

weights = {
    "hidden": np.random.randn(4, 8),
    "hidden_bias": np.random.randn(8),
    "output": np.random.randn(8, 3),
    "output_bias": np.random.randn(3),
}
velocity = {}
for key in weights:
    velocity[key] = np.zeros(weights[key].shape)

lr = 0.2
gamma = 0.8
num_epochs = 300
error_cost = []

for epoch in range(num_epochs):
    hidden, out = forward(features, weights)

    # Phase 1: output layer
    dcost_dzo = (out - one_hot) / len(features)
    dcost_wo = np.dot(hidden.T, dcost_dzo)
    dcost_bo = dcost_dzo.sum(axis=0)

    # Phase 2: hidden layer
    dcost_dah = np.dot(dcost_dzo, weights["output"].T)
    dcost_dzh = dcost_dah * sigmoid_der(hidden)
    dcost_wh = np.dot(features.T, dcost_dzh)
    dcost_bh = dcost_dzh.sum(axis=0)

    steps = {"hidden": dcost_wh, "hidden_bias": dcost_bh, "output": dcost_wo, "output_bias": dcost_bo}
    for key in weights:
        velocity[key] = gamma * velocity[key] + lr * steps[key]
        weights[key] -= velocity[key]

    loss = np.mean(-np.sum(one_hot * np.log(out), axis=1))
    if epoch % 100 == 0:
        print("Loss function value:", loss)
        error_cost.append(loss)

_, out = forward(features, weights)
print("training accuracy:", np.mean(out.argmax(1) == labels))
