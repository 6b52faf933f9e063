# Predict house prices with a tiny neural network
# (my first network! learned from a blog + two youtube videos)
import numpy as np
import time

# size in m2, rooms, distance to the center in km, age
houses = np.array([
    [50, 2, 3.0, 30],
    [80, 3, 5.5, 12],
    [120, 5, 12.0, 8],
    [65, 2, 1.0, 60],
    [95, 4, 7.5, 20],
    [40, 1, 2.0, 15],
    [150, 6, 15.0, 3],
    [70, 3, 4.0, 45],
    [110, 4, 9.0, 10],
    [55, 2, 6.0, 25],
])
prices = np.array([210, 265, 300, 320, 290, 190, 345, 250, 310, 180])  # in thousands

# scale everything
mu = houses.mean(axis=0)
sd = houses.std(axis=0)
x_all = (houses - mu) / sd
p_mu, p_sd = prices.mean(), prices.std()
t_all = (prices - p_mu) / p_sd

np.random.seed(5)
n_hidden = 6
w_hidden = np.random.randn(n_hidden, 4) * 0.3
b_hidden = np.zeros(n_hidden)
w_out = np.random.randn(n_hidden) * 0.3
b_out = 0.0
learning_rate = 0.02

def forward(x):
    h = np.tanh(np.dot(w_hidden, x) + b_hidden)
    return h, np.dot(w_out, h) + b_out

tic = time.time()
for epoch in range(300):
    total = 0
    mae = 0
    for x, t in zip(x_all, t_all):
        h, y = forward(x)

        error = t - y          # how much too low
        total += error ** 2
        mae += abs(error) * p_sd

        # go back
        grad_hidden = error * w_out * (1 - h * h)

        w_out += learning_rate * error * h
        b_out += learning_rate * error
        w_hidden += learning_rate * np.outer(grad_hidden, x)
        b_hidden += learning_rate * grad_hidden
    if epoch % 100 == 0:
        print("epoch", epoch, "squared error", total / len(x_all), "average miss (k)", mae / len(x_all))
toc = time.time()
print("took", round(toc - tic, 2), "s")

for x, p in zip(x_all, prices):
    h, y = forward(x)
    print(p, "->", round(y * p_sd + p_mu))

again = input("try your own house? (y/n) ")
if again == "y":
    size = float(input("size "))
    rooms = float(input("rooms "))
    km = float(input("km to center "))
    age = float(input("age "))
    h, y = forward((np.array([size, rooms, km, age]) - mu) / sd)
    print("about", y * p_sd + p_mu)
