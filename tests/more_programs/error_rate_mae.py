import numpy as np
rng = np.random.default_rng(46)
a = rng.normal(size=(17, 3))
b = np.sin(a[:, :1])
m1 = rng.normal(size=(3, 5)) * 0.6
m2 = rng.normal(size=(5, 1)) * 0.6
for i in range(100):
    k = np.tanh(a.dot(m1))
    o = k.dot(m2)
    miss = b - o
    if i % 20 == 0:
        print("mean error", np.mean(np.abs(miss)))
    up = miss.dot(m2.T) * (1 - k ** 2)
    m2 += 0.03 * k.T.dot(miss)
    m1 += 0.03 * a.T.dot(up)
