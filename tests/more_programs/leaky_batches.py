import numpy as np
rng = np.random.RandomState(14)
features = rng.randn(48, 4)
target = features[:, :2] * features[:, 2:] + 0.1
def leaky(z):
    return np.where(z > 0, z, 0.1 * z)
def leaky_slope(z):
    return np.where(z > 0, 1.0, 0.1)
params = {"W1": rng.randn(4, 6) / 2, "b1": rng.randn(6) / 4, "W2": rng.randn(6, 2) / 2, "b2": np.zeros(2)}
for epoch in range(60):
    for start in range(0, 48, 12):
        xb, tb = features[start:start + 12], target[start:start + 12]
        z1 = xb @ params["W1"] + params["b1"]
        a1 = leaky(z1)
        out = a1 @ params["W2"] + params["b2"]
        grads = {}
        d_out = (out - tb) / len(xb)
        grads["W2"], grads["b2"] = a1.T @ d_out, d_out.sum(axis=0)
        d_z1 = d_out @ params["W2"].T * leaky_slope(z1)
        grads["W1"], grads["b1"] = xb.T @ d_z1, d_z1.sum(axis=0)
        for key in params:
            params[key] = params[key] - 0.1 * grads[key]
    if epoch % 20 == 0:
        print(epoch, 0.5 * np.mean(np.sum((out - tb) ** 2, axis=1)))
