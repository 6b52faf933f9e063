import numpy as np

np.random.seed(314)
f32 = np.float32

# --- synthetic "concrete strength" data
n = 160
x = np.random.rand(n, 5).astype(f32)
noise = 0.05 * np.random.randn(n).astype(f32)
y = (2 * x[:, 0] - x[:, 1] * x[:, 2] + np.sqrt(x[:, 3]) + noise).astype(f32)[:, None]
x_train, y_train = x[:120], y[:120]
x_test, y_test = x[120:], y[120:]

n_epochs = 300
lr = f32(0.1)


def softplus(z):
    return np.log1p(np.exp(z))


def d_softplus(z):
    # the slope of softplus is the logistic function
    return 1 / (1 + np.exp(-z))


W_in = (np.random.randn(5, 14) / np.sqrt(5)).astype(f32)
b_in = np.zeros(14, dtype=f32)
W_out = (np.random.randn(14, 1) / np.sqrt(14)).astype(f32)
b_out = np.zeros(1, dtype=f32)

for epoch in range(n_epochs):
    z = x_train @ W_in + b_in
    a = softplus(z)
    pred = a @ W_out + b_out
    diff = pred - y_train
    mse = np.mean(diff ** 2)

    d_pred = f32(2) * diff / f32(len(x_train))
    g_W_out = a.T @ d_pred
    g_b_out = d_pred.sum(axis=0)
    d_z = d_pred @ W_out.T * d_softplus(z)
    g_W_in = x_train.T @ d_z
    g_b_in = d_z.sum(axis=0)

    W_in -= lr * g_W_in
    b_in -= lr * g_b_in
    W_out -= lr * g_W_out
    b_out -= lr * g_b_out

    if epoch and epoch % 100 == 0:
        lr = f32(lr / 2)
        print("epoch", epoch, "train mse", mse, "rate", lr)

test = softplus(x_test @ W_in + b_in) @ W_out + b_out
print("test rmse:", np.sqrt(np.mean((test - y_test) ** 2)), test.dtype)
