import numpy as np

np.random.seed(8)

# alcohol, acidity, sugar -> mark of the jury
table = []
for _ in range(45):
    alcohol = np.random.uniform(9, 14.5)
    acidity = np.random.uniform(0.2, 1.1)
    sugar = np.random.uniform(1, 9)
    mark = 0.6 * (alcohol - 9) - 2.0 * acidity + np.tanh(sugar - 4) + np.random.normal(0, 0.2)
    table.append([alcohol, acidity, sugar, mark])
table = np.array(table)

# scale everything
table = (table - table.mean(axis=0)) / table.std(axis=0)
x = table[:, 0:3]
y = table[:, 3:4]
print("x", x.shape, "y", y.shape)

n_hidden = 5
w1 = np.random.normal(0, 0.6, (3, n_hidden))
b1 = np.zeros(n_hidden)
w2 = np.random.normal(0, 0.6, n_hidden)
b2 = 0.0
rate = 0.1

for epoch in range(300):
    # forward
    h = np.tanh(x @ w1 + b1)
    pred = h @ w2 + b2

    # error
    err = pred - y
    mse = np.mean(err ** 2)

    # backward, one weight after the other so that it is easy to follow
    gw2 = np.zeros(n_hidden)
    gw1 = np.zeros((3, n_hidden))
    gb1 = np.zeros(n_hidden)
    for j in range(n_hidden):
        gw2[j] = 2 * np.mean(err * h[:, j])
        slope = 1 - h[:, j] ** 2
        gb1[j] = 2 * np.mean(err * w2[j] * slope)
        for i in range(3):
            gw1[i, j] = 2 * np.mean(err * w2[j] * slope * x[:, i])
    gb2 = 2 * np.mean(err)

    w1 -= rate * gw1
    b1 -= rate * gb1
    w2 -= rate * gw2
    b2 -= rate * gb2

    if epoch % 50 == 0:
        print("epoch:", epoch, "mse:", round(mse, 4))

print("some predictions:")
pred = np.tanh(x @ w1 + b1) @ w2 + b2
for k in [0, 10, 20, 30]:
    print("   wine %d   jury %.2f   network %.2f" % (k, y[k, 0], pred[k]))
