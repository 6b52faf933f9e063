import numpy as np

def initialize_parameters_deep(layer_dims, seed=3):
    np.random.seed(seed)
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        parameters['W' + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * np.sqrt(2. / layer_dims[l - 1])
        parameters['b' + str(l)] = 0.01 * np.ones((layer_dims[l], 1))
        assert parameters['W' + str(l)].shape == (layer_dims[l], layer_dims[l - 1])
    return parameters

def relu(Z):
    return np.maximum(0, Z), Z

def sigmoid(Z):
    return 1 / (1 + np.exp(-Z)), Z

def linear_activation_forward(A_prev, W, b, activation):
    Z = np.dot(W, A_prev) + b
    A, activation_cache = sigmoid(Z) if activation == "sigmoid" else relu(Z)
    return A, ((A_prev, W, b), activation_cache)

def L_model_forward(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A, cache = linear_activation_forward(A, parameters['W' + str(l)], parameters['b' + str(l)], "relu")
        caches.append(cache)
    AL, cache = linear_activation_forward(A, parameters['W' + str(L)], parameters['b' + str(L)], "sigmoid")
    caches.append(cache)
    return AL, caches

def compute_cost(AL, Y, parameters, lambd):
    m = Y.shape[1]
    cross = -(np.dot(Y, np.log(AL).T) + np.dot(1 - Y, np.log(1 - AL).T)) / m
    l2 = sum(np.sum(parameters[k] ** 2) for k in parameters if k.startswith('W')) * lambd / (2 * m)
    return np.squeeze(cross) + l2

def relu_backward(dA, Z):
    dZ = np.array(dA, copy=True)
    dZ[Z <= 0] = 0
    return dZ

def sigmoid_backward(dA, Z):
    s = 1 / (1 + np.exp(-Z))
    return dA * s * (1 - s)

def linear_backward(dZ, cache, lambd):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = np.dot(dZ, A_prev.T) / m + lambd / m * W
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db

def L_model_backward(AL, Y, caches, lambd):
    grads = {}
    L = len(caches)
    Y = Y.reshape(AL.shape)
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    linear_cache, Z = caches[L - 1]
    dA, grads["dW" + str(L)], grads["db" + str(L)] = linear_backward(sigmoid_backward(dAL, Z), linear_cache, lambd)
    for l in reversed(range(L - 1)):
        linear_cache, Z = caches[l]
        dA, grads["dW" + str(l + 1)], grads["db" + str(l + 1)] = linear_backward(relu_backward(dA, Z), linear_cache, lambd)
    return grads

def update_parameters(parameters, grads, learning_rate):
    for l in range(len(parameters) // 2):
        parameters["W" + str(l + 1)] -= learning_rate * grads["dW" + str(l + 1)]
        parameters["b" + str(l + 1)] -= learning_rate * grads["db" + str(l + 1)]
    return parameters

# checkerboard
np.random.seed(44)
X = np.random.uniform(-1, 1, (2, 100))
Y = ((X[0] * X[1]) > 0).astype(int).reshape(1, -1)

layers_dims = [2, 12, 8, 5, 1]
lambd = 0.1
parameters = initialize_parameters_deep(layers_dims)
costs = []
for i in range(1200):
    AL, caches = L_model_forward(X, parameters)
    if i % 200 == 0:
        costs.append(compute_cost(AL, Y, parameters, lambd))
        print("Cost after iteration {}: {}".format(i, costs[-1]))
    grads = L_model_backward(AL, Y, caches, lambd)
    parameters = update_parameters(parameters, grads, 0.3)

AL, _ = L_model_forward(X, parameters)
print("Accuracy:", np.mean((AL > 0.5) == Y))
