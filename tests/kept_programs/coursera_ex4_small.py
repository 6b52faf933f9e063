# Machine learning course, exercise 4, moved from Octave to numpy.
# The ones go in FRONT, like in the course. Instead of the big digits I take 3 simple patterns.
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoidGradient(z):
    g = sigmoid(z)
    return g * (1 - g)


def randInitializeWeights(L_in, L_out, rng):
    epsilon_init = 0.5
    return rng.random((L_out, 1 + L_in)) * 2 * epsilon_init - epsilon_init


def nnCostFunction(Theta1, Theta2, X, y, lam):
    m = X.shape[0]
    num_labels = Theta2.shape[0]

    # Part 1: feedforward
    a1 = np.hstack([np.ones((m, 1)), X])
    z2 = a1 @ Theta1.T
    a2 = np.hstack([np.ones((m, 1)), sigmoid(z2)])
    z3 = a2 @ Theta2.T
    h = sigmoid(z3)

    Y = np.zeros((m, num_labels))
    for i in range(m):
        Y[i, y[i]] = 1

    J = np.sum(-Y * np.log(h) - (1 - Y) * np.log(1 - h)) / m
    J += lam / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))

    # Part 2: backpropagation
    d3 = h - Y
    d2 = (d3 @ Theta2[:, :-1]) * sigmoidGradient(z2)
    Theta1_grad = d2.T @ a1 / m
    Theta2_grad = d3.T @ a2 / m

    # Part 3: regularization, not for the bias
    reg1 = lam / m * Theta1
    reg2 = lam / m * Theta2
    reg1[:, 0] = 0
    reg2[:, 0] = 0
    Theta1_grad = Theta1_grad + reg1
    Theta2_grad = Theta2_grad + reg2

    return J, Theta1_grad, Theta2_grad


rng = np.random.default_rng(1)
patterns = np.array([[0, 1, 0, 0, 1, 0, 0, 1, 0],     # |
                     [0, 0, 0, 1, 1, 1, 0, 0, 0],     # -
                     [1, 0, 1, 0, 1, 0, 1, 0, 1]])    # x
m = 75
y = rng.integers(0, 3, m)
X = patterns[y] + rng.normal(0, 0.3, (m, 9))

Theta1 = randInitializeWeights(9, 8, rng)
Theta2 = randInitializeWeights(8, 3, rng)

# no fmincg here, so plain gradient descent
alpha = 1.0
lam = 0.5
for iteration in range(400):
    J, grad1, grad2 = nnCostFunction(Theta1, Theta2, X, y, lam)
    Theta1 = Theta1 - alpha * grad1
    Theta2 = Theta2 - alpha * grad2
    if (iteration + 1) % 100 == 0:
        print("Iteration %4d | Cost: %.6f" % (iteration + 1, J))

hidden = sigmoid(np.c_[np.ones(m), X] @ Theta1.T)
pred = np.argmax(sigmoid(np.c_[np.ones(m), hidden] @ Theta2.T), axis=1)
print("Training Set Accuracy: %.1f" % (np.mean(pred == y) * 100))
