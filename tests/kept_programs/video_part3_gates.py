# following along with the "build a brain in 15 minutes" video, part 3
# (I changed his gates: the first output is XOR, the second one NAND)
import numpy as np

np.random.seed(1)

inputs = np.array([[0, 0, 1, 1],
                   [0, 1, 0, 1]])
wanted = np.array([[0, 1, 1, 0],
                   [1, 1, 1, 0]])


def sig(x, deriv=False):
    if deriv:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))


syn0 = 2 * np.random.random((5, 2)) - 1
syn1 = 2 * np.random.random((2, 5)) - 1
bias0 = np.zeros((5, 1))
bias1 = np.zeros((2, 1))

for j in range(6000):
    l0 = inputs
    l1 = sig(syn0.dot(l0) + bias0)
    l2 = sig(syn1.dot(l1) + bias1)

    l2_error = wanted - l2
    if j % 1000 == 0:
        print("Error:", str(np.mean(np.abs(l2_error))))

    l2_delta = l2_error * sig(l2, deriv=True)
    l1_error = syn1.T.dot(l2_delta)
    l1_delta = l1_error * sig(l1, deriv=True)

    # he says "update", I wrote it four times because I forgot += works
    syn1 = syn1 + l2_delta.dot(l1.T)
    syn0 = syn0 + l1_delta.dot(l0.T)
    bias1 = bias1 + l2_delta.sum(axis=1, keepdims=True)
    bias0 = bias0 + l1_delta.sum(axis=1).reshape(-1, 1)

print("Output after training (row 1 XOR, row 2 NAND):")
print(l2.round(2))
