import numpy as np

rng = np.random.default_rng(58)

# toy "credit default" data
N = 72
income = rng.lognormal(1, 0.4, N)
debt = rng.lognormal(0.5, 0.5, N)
age = rng.uniform(20, 70, N) / 70
X = np.column_stack([income, debt, age])
X = (X - X.mean(0)) / X.std(0)
Y = np.column_stack([debt > income, debt > 0.5 * income, income < 2]).astype(float)

batch_size = 12
lr = 0.2
params = {
    "Wh": rng.normal(0, 0.5, (3, 8)), "bh": np.zeros((1, 8)),
    "Wo": rng.normal(0, 0.5, (8, 3)), "bo": np.zeros((1, 3)),
}

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def bce(p, y):
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / len(y)

losses = []
for epoch in range(30):
    perm = rng.permutation(N)
    X_shuffled = X[perm]
    epoch_loss = 0
    for start in range(0, N, batch_size):
        xb = X_shuffled[start:start + batch_size]
        yb = Y[start:start + batch_size]

        # forward
        hidden = sigmoid(xb @ params["Wh"] + params["bh"])
        probs = sigmoid(hidden @ params["Wo"] + params["bo"])
        epoch_loss += bce(probs, yb)

        # backward
        dlogits = probs - yb
        grads = {}
        grads["Wo"] = hidden.T @ dlogits / batch_size
        grads["bo"] = np.mean(dlogits, axis=0, keepdims=True)
        dhidden = dlogits @ params["Wo"].T
        dpre = dhidden * hidden * (1 - hidden)
        grads["Wh"] = xb.T @ dpre
        grads["bh"] = np.mean(dpre, axis=0, keepdims=True)

        for key in params:
            params[key] -= lr * grads[key]
    losses.append(epoch_loss / (N // batch_size))
    if epoch % 10 == 0:
        print(f"epoch {epoch + 1}/30 - loss: {losses[-1]:.4f}")
