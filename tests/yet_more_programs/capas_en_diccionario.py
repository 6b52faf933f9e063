import numpy as np

def inicializar(n_x, n_h, n_y):
    np.random.seed(2)
    return {"W1": np.random.randn(n_h, n_x) * 0.3, "b1": np.zeros((n_h, 1)),
            "W2": np.random.randn(n_y, n_h) * 0.3, "b2": np.zeros((n_y, 1))}

def adelante(X, p):
    Z1 = np.dot(p["W1"], X) + p["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(p["W2"], A1) + p["b2"]
    A2 = 1 / (1 + np.exp(-Z2))
    return A2, {"A1": A1, "A2": A2}

def costo(A2, Y):
    m = Y.shape[1]
    return -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m

def atras(p, memoria, X, Y):
    m = X.shape[1]
    dZ2 = memoria["A2"] - Y
    dW2 = np.dot(dZ2, memoria["A1"].T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.dot(p["W2"].T, dZ2) * (1 - np.power(memoria["A1"], 2))
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}

def actualizar(p, g, tasa=1.2):
    for nombre in p:
        p[nombre] = p[nombre] - tasa * g["d" + nombre]
    return p

rng = np.random.default_rng(0)
X = rng.normal(size=(2, 40))
Y = (X[0:1] * X[1:2] > 0).astype(int)
parametros = inicializar(2, 4, 1)
for i in range(500):
    A2, memoria = adelante(X, parametros)
    J = costo(A2, Y)
    gradientes = atras(parametros, memoria, X, Y)
    parametros = actualizar(parametros, gradientes)
    if i % 100 == 0:
        print("costo", i, J)
