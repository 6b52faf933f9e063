# Neural net from scratch, typed along with the video
# (I changed it so it learns two things at once: XOR and AND)
import numpy as np

def nonlin(x, deriv=False):
    if deriv == True:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))

# third column is always 1, that is the bias
X = np.array([[0, 0, 1],
              [0, 1, 1],
              [1, 0, 1],
              [1, 1, 1]])

#              xor and
y = np.array([[0, 0],
              [1, 0],
              [1, 0],
              [0, 1]])

np.random.seed(1)

# random weights with mean 0
syn0 = 2 * np.random.random((3, 5)) - 1
syn1 = 2 * np.random.random((5, 2)) - 1

for j in range(8000):

    # forward
    l0 = X
    l1 = nonlin(np.dot(l0, syn0))
    l2 = nonlin(np.dot(l1, syn1))

    # how much did we miss?
    l2_error = y - l2

    if j % 2000 == 0:
        print("Error:" + str(np.mean(np.abs(l2_error))))
        print("Loss:", 0.5 * np.sum(l2_error ** 2))

    l2_delta = l2_error * nonlin(l2, deriv=True)

    # how much did each l1 value contribute to the l2 error?
    l1_error = l2_error.dot(syn1.T)
    l1_delta = l1_error * nonlin(l1, deriv=True)

    syn1 += l1.T.dot(l2_delta)
    syn0 += l0.T.dot(l1_delta)

print("Output after training")
print(np.round(nonlin(np.dot(nonlin(np.dot(X, syn0)), syn1)), 2))
