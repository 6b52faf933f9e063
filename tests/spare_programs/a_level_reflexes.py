# Computer Science NEA - Predicting reaction time from sleep, coffee and age
# Candidate number 4417
# I am not allowed to use a library for the network itself, so everything is lists.
import math
import random

random.seed(17)

N_IN = 3
N_HID = 4
RATE = 0.05
BATCH = 6
EPOCHS = 60


def make_person():
    sleep = random.uniform(3, 10)
    coffee = random.randint(0, 5)
    age = random.uniform(16, 70)
    ms = 240 + 1.6 * (age - 16) - 9 * coffee + 4 * (sleep - 8) ** 2 + random.gauss(0, 6)
    # everything scaled to about -1..1 so that tanh is happy
    return [(sleep - 6.5) / 3.5, (coffee - 2.5) / 2.5, (age - 43) / 27], (ms - 300) / 60


people = [make_person() for _ in range(48)]
test_people = [make_person() for _ in range(12)]

# weights: w1[j][i] goes from input i to hidden j
w1 = [[random.uniform(-0.6, 0.6) for i in range(N_IN)] for j in range(N_HID)]
b1 = [0.0 for j in range(N_HID)]
w2 = [random.uniform(-0.6, 0.6) for j in range(N_HID)]
b2 = 0.0


def forward(x):
    hidden = []
    for j in range(N_HID):
        total = b1[j]
        for i in range(N_IN):
            total += w1[j][i] * x[i]
        hidden.append(math.tanh(total))
    out = b2
    for j in range(N_HID):
        out += w2[j] * hidden[j]
    return hidden, out


def mean_error(group):
    s = 0
    for x, t in group:
        s += (forward(x)[1] - t) ** 2
    return s / len(group)


# sums of the slopes over a batch
g_w1 = [[0.0] * N_IN for j in range(N_HID)]
g_b1 = [0.0] * N_HID
g_w2 = [0.0] * N_HID
g_b2 = 0.0

for epoch in range(EPOCHS):
    for start in range(0, len(people), BATCH):
        batch = people[start:start + BATCH]
        for x, t in batch:
            hidden, out = forward(x)
            d_out = 2 * (out - t)
            for j in range(N_HID):
                g_w2[j] += d_out * hidden[j]
                d_hid = d_out * w2[j] * (1 - hidden[j] * hidden[j])
                g_b1[j] += d_hid
                for i in range(N_IN):
                    g_w1[j][i] += d_hid * x[i]
            g_b2 += d_out
        # now take the step, with the average over the batch
        for j in range(N_HID):
            w2[j] -= RATE * g_w2[j] / len(batch)
            b1[j] -= RATE * g_b1[j] / len(batch)
            for i in range(N_IN):
                w1[j][i] -= RATE * g_w1[j][i] / len(batch)
        b2 -= RATE * g_b2 / len(batch)
    if epoch % 10 == 0:
        print("epoch", epoch, "training error", round(mean_error(people), 4), "test error", round(mean_error(test_people), 4))

print()
print("Table 3: predictions for the test group")
for x, t in test_people[:5]:
    print("measured %.0f ms   predicted %.0f ms" % (t * 60 + 300, forward(x)[1] * 60 + 300))
