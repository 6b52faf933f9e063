# Predict the temperature in the barn one hour ahead.
# I train it here on the PC and then paste the weights into the Arduino sketch,
# so no numpy, only things that I can translate 1:1 to C.
import math
import random

random.seed(4)

N_IN = 3      # temp now, temp outside, door open
N_HID = 4
RATE = 0.15
EPOCHS = 60

# log from the SD card (scaled to about -1..1)
log = []
for k in range(40):
    now = math.sin(k / 5.0)
    outside = now - 0.4 + random.uniform(-0.1, 0.1)
    door = 1.0 if k % 6 == 0 else 0.0
    nxt = 0.8 * now + 0.2 * outside - 0.5 * door * (now - outside)
    log.append(([now, outside, door], nxt))

w_hid = [[random.uniform(-1, 1) for i in range(N_IN)] for j in range(N_HID)]
b_hid = [0.0] * N_HID
w_out = [random.uniform(-1, 1) for j in range(N_HID)]
b_out = 0.0

hid = [0.0] * N_HID


def predict(x):
    total = b_out
    for j in range(N_HID):
        s = b_hid[j]
        for i in range(N_IN):
            s += w_hid[j][i] * x[i]
        hid[j] = math.tanh(s)
        total += w_out[j] * hid[j]
    return total


for epoch in range(EPOCHS):
    sq = 0.0
    for x, target in log:
        y = predict(x)
        err = target - y
        sq += err * err
        for j in range(N_HID):
            w_out[j] += RATE * err * hid[j]
            d = err * w_out[j] * (1 - hid[j] * hid[j])
            for i in range(N_IN):
                w_hid[j][i] += RATE * d * x[i]
            b_hid[j] += RATE * d
        b_out += RATE * err
    if epoch % 10 == 0:
        print("epoch", epoch, "mse", sq / len(log))

# print as C arrays
print("const float W_HID[%d][%d] = {" % (N_HID, N_IN))
for row in w_hid:
    print("  {" + ", ".join("%.4ff" % v for v in row) + "},")
print("};")
print("const float W_OUT[] = {" + ", ".join("%.4ff" % v for v in w_out) + "};")
print("const float B_OUT = %.4ff;" % b_out)
