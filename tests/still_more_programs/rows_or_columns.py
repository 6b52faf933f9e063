import numpy as np

def relu(Z):
    return np.maximum(0, Z)

def softmax(Z):
    """turn scores into probabilities"""
    exps = np.exp(Z - np.max(Z))
    return exps / sum(exps)

def relu_prime(Z):
    return np.where(Z > 0, 1.0, 0.0)

def cross_entropy(P, T):
    return -np.mean(np.sum(T * np.log(P + 1e-9), axis=1))

np.random.seed(52)
n_samples, n_classes = 40, 4
X = np.random.randn(n_samples, 3)
labels = np.digitize(X[:, 0] + 0.5 * X[:, 1], [-1, 0, 1])
T = np.zeros((n_samples, n_classes))
T[np.arange(n_samples), labels] = 1

input_size, hidden_size = X.shape[1], 7
W1 = np.random.randn(input_size, hidden_size) * np.sqrt(2 / input_size)
b1 = np.random.randn(hidden_size) * 0.1
W2 = np.random.randn(hidden_size, n_classes) * np.sqrt(2 / hidden_size)
b2 = np.zeros(n_classes)

learning_rate = 0.05
for epoch in range(60):
    # Forward pass
    Z1 = X @ W1 + b1
    A1 = relu(Z1)
    Z2 = A1 @ W2 + b2
    A2 = softmax(Z2)

    # Backward pass
    dZ2 = (A2 - T) / n_samples
    dW2 = A1.T @ dZ2
    db2 = np.sum(dZ2, axis=0)
    dZ1 = (dZ2 @ W2.T) * relu_prime(Z1)
    dW1 = X.T @ dZ1
    db1 = np.sum(dZ1, axis=0)

    # Gradient descent
    W1 -= learning_rate * dW1
    b1 -= learning_rate * db1
    W2 -= learning_rate * dW2
    b2 -= learning_rate * db2

    if epoch % 20 == 0:
        acc = np.mean(np.argmax(A2, axis=1) == labels)
        print(f"Epoch {epoch:3d}, loss {cross_entropy(A2, T):.4f}, accuracy {acc:.2f}")
