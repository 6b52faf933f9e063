import numpy as np

# regressão com penalidade L1 + L2 (elastic net) na mão
np.random.seed(27)
n_amostras = 55
X = np.random.normal(size=(n_amostras, 6))
coef = np.array([2.0, -1.5, 0, 0, 0.5, 0])
y = np.dot(X, coef) + 0.2 * np.random.normal(size=n_amostras)
y = y.reshape((n_amostras, 1))

W = [np.random.normal(scale=0.5, size=(6, 4)), np.random.normal(scale=0.5, size=(4, 1))]
b = [np.zeros((1, 4)), np.zeros((1, 1))]
l1, l2 = 0.01, 0.02
passo = 0.1
historico = {"mse": [], "mae": [], "total": []}

for epoca in range(150):
    # ida
    z = np.dot(X, W[0]) + b[0]
    a = np.tanh(z)
    y_hat = np.dot(a, W[1]) + b[1]
    residuo = y - y_hat

    mse = np.mean(residuo ** 2)
    mae = np.mean(np.abs(residuo))
    penal = sum(l1 * np.sum(np.abs(w)) + l2 * np.sum(np.square(w)) for w in W)
    historico["mse"].append(mse)
    historico["mae"].append(mae)
    historico["total"].append(mse + penal)

    # volta
    d_y = -2.0 / n_amostras * residuo
    d_z = np.multiply(np.dot(d_y, W[1].T), 1 - np.square(a))
    dW = [np.dot(X.T, d_z), np.dot(a.T, d_y)]
    db = [np.sum(d_z, axis=0, keepdims=True), np.sum(d_y, axis=0, keepdims=True)]
    for i in range(2):
        dW[i] += l1 * np.sign(W[i]) + 2 * l2 * W[i]

    for i in range(2):
        W[i] -= passo * dW[i]
        b[i] -= passo * db[i]
    if epoca % 30 == 0:
        print(f"{epoca:>4} | mse {mse:.3f} | mae {mae:.3f} | total {mse + penal:.3f}")

if __name__ == "__main__":
    melhor = min(historico["mae"], default=None)
    print("menor erro absoluto médio:", melhor)
