# [SOLVED?] Loss goes flat after 50 iterations -- what am I doing wrong??
#
# Predicting two things of my iguana terrarium (humidity, temp of the warm side)
# from lamp power, fan speed and time since misting. 3 -> 4 -> 4 -> 2.
# I checked the shapes and they are all the same as the weights so backprop must be ok?

import numpy as np

np.random.seed(1234)

data_x = np.random.rand(40, 3)
data_y = np.zeros((40, 2))
data_y[:, 0] = 0.8 - 0.5 * data_x[:, 2] - 0.2 * data_x[:, 1]
data_y[:, 1] = 0.2 + 0.7 * data_x[:, 0] * (1 - 0.4 * data_x[:, 1])

W1 = np.random.randn(3, 4)
B1 = np.random.randn(1, 4) * 0.1
W2 = np.random.randn(4, 4)
B2 = np.random.randn(1, 4) * 0.1
W3 = np.random.randn(4, 2)
B3 = np.random.randn(1, 2) * 0.1


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_prime(x):
    return x * (1 - x)  # x is already sigmoid(x)


learning_rate = 0.5
n = len(data_x)

for iteration in range(500):
    # forward
    L1 = np.tanh(data_x.dot(W1) + B1)
    L2 = sigmoid(L1.dot(W2) + B2)
    L3 = sigmoid(L2.dot(W3) + B3)

    loss = np.sum((data_y - L3) ** 2) / n
    if iteration % 50 == 0:
        print("Iteration:", iteration, "Loss:", loss)

    # backward
    L3_delta = 2 * (L3 - data_y) / n * sigmoid_prime(L3)
    L2_delta = L3_delta.dot(W3.T) * sigmoid_prime(L2)
    L1_delta = L2_delta.dot(W2.T) * sigmoid_prime(L1)

    grad_W3 = L2.T.dot(L3_delta)
    grad_W2 = L2_delta.T.dot(L1)
    grad_W1 = data_x.T.dot(L1_delta)

    assert grad_W1.shape == W1.shape
    assert grad_W2.shape == W2.shape
    assert grad_W3.shape == W3.shape

    W3 -= learning_rate * grad_W3
    B3 -= learning_rate * L3_delta.sum(axis=0)
    W2 -= learning_rate * grad_W2
    B2 -= learning_rate * L2_delta.sum(axis=0)
    W1 -= learning_rate * grad_W1
    B1 -= learning_rate * L1_delta.sum(axis=0)

print("Prediction for the first three:")
print(L3[:3])
print(data_y[:3])
