import numpy as np
from matplotlib import pyplot as plt

# three-armed spiral, 40 points each
np.random.seed(1)
N = 40
X = np.zeros((2, 3 * N))
Y = np.zeros(3 * N, dtype=int)
for arm in range(3):
    ix = range(N * arm, N * (arm + 1))
    r = np.linspace(0.05, 1, N)
    t = np.linspace(arm * 2.1, arm * 2.1 + 3, N) + np.random.randn(N) * 0.15
    X[:, ix] = np.array([r * np.sin(t), r * np.cos(t)])
    Y[ix] = arm
n, m = X.shape

W1 = np.random.randn(16, 2) * 0.7
b1 = np.zeros((16, 1)) + 0.01
W2 = np.random.randn(12, 16) * 0.3
b2 = np.zeros((12, 1)) + 0.01
W3 = np.random.randn(3, 12) * 0.3
b3 = np.zeros((3, 1))

def ReLU(Z):
    return np.maximum(Z, 0)

def softmax(Z):
    A = np.exp(Z) / sum(np.exp(Z))
    return A

def ReLU_deriv(Z):
    return Z > 0

def one_hot(Y):
    one_hot_Y = np.zeros((Y.size, Y.max() + 1))
    one_hot_Y[np.arange(Y.size), Y] = 1
    one_hot_Y = one_hot_Y.T
    return one_hot_Y

def get_accuracy(predictions, Y):
    print(predictions[:10], Y[:10])
    return np.sum(predictions == Y) / Y.size

alpha = 0.5
iterations = 500
one_hot_Y = one_hot(Y)
for i in range(iterations):
    Z1 = W1.dot(X) + b1
    A1 = ReLU(Z1)
    Z2 = W2.dot(A1) + b2
    A2 = ReLU(Z2)
    Z3 = W3.dot(A2) + b3
    A3 = softmax(Z3)

    dZ3 = A3 - one_hot_Y
    dW3 = 1 / m * dZ3.dot(A2.T)
    db3 = 1 / m * np.sum(dZ3, 1).reshape(-1, 1)
    dZ2 = W3.T.dot(dZ3) * ReLU_deriv(Z2)
    dW2 = 1 / m * dZ2.dot(A1.T)
    db2 = 1 / m * np.sum(dZ2, 1).reshape(-1, 1)
    dZ1 = W2.T.dot(dZ2) * ReLU_deriv(Z1)
    dW1 = 1 / m * dZ1.dot(X.T)
    db1 = 1 / m * np.sum(dZ1, 1).reshape(-1, 1)

    W1 = W1 - alpha * dW1
    b1 = b1 - alpha * db1
    W2 = W2 - alpha * dW2
    b2 = b2 - alpha * db2
    W3 = W3 - alpha * dW3
    b3 = b3 - alpha * db3

    if i % 100 == 0:
        print("Iteration: ", i)
        predictions = np.argmax(A3, 0)
        print(get_accuracy(predictions, Y))

plt.scatter(X[0], X[1], c=Y, s=20)
plt.show()
