xs = [[1.0, 0.5], [0.2, -1.0], [-0.7, 0.3], [1.5, 1.1], [-0.4, -0.9]]
ys = [2.1, -0.4, -0.2, 3.9, -1.5]
w = [0.1, -0.2]
b = 0.05
rate = 0.05
for epoch in range(200):
    gw = [0.0, 0.0]
    gb = 0.0
    loss = 0.0
    for x, y in zip(xs, ys):
        p = w[0] * x[0] + w[1] * x[1] + b
        e = p - y
        loss += e ** 2 / len(xs)
        for i in range(2):
            gw[i] += 2 * e * x[i] / len(xs)
        gb += 2 * e / len(xs)
    for i in range(2):
        w[i] -= rate * gw[i]
    b -= rate * gb
    if epoch % 50 == 0:
        print(epoch, loss)
