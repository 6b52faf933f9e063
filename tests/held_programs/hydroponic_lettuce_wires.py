# lettuce weight from light, nutrient strength and water temperature
# I am a gardener with a Raspberry Pi that has no numpy on it, so everything by hand.
from math import exp
from random import Random

dice = Random(17)

beds = [
    # light h, EC, water C, grams after 30 days
    [12, 1.2, 18, 120],
    [14, 1.4, 19, 151],
    [16, 1.6, 21, 190],
    [16, 1.0, 24, 131],
    [10, 1.8, 20, 98],
    [14, 2.2, 22, 140],
    [18, 1.5, 20, 205],
    [12, 0.8, 16, 84],
]

lows = [10, 0.8, 16, 60]
highs = [18, 2.2, 24, 220]

samples = []
for bed in beds:
    scaled = []
    for v in range(4):
        scaled.append((bed[v] - lows[v]) / (highs[v] - lows[v]))
    x = scaled[:3]
    samples.append((x, scaled[3]))
    print("bed", bed, "->", [round(s, 2) for s in scaled])

HID = 4
w_in = [[dice.gauss(0, 0.8) for h in range(HID)] for i in range(3)]
t_hid = [dice.gauss(0, 0.2) for h in range(HID)]
w_out = [dice.gauss(0, 0.8) for h in range(HID)]
t_out = 0.0


def curve(v):
    return 1 / (1 + exp(-v))


def run_wires(plant):
    hid = []
    for h in range(HID):
        s = t_hid[h]
        for i in range(3):
            s += plant[i] * w_in[i][h]
        hid.append(curve(s))
    out = t_out
    for h in range(HID):
        out += hid[h] * w_out[h]
    return hid, out


rate = 0.1
for season in range(600):
    total = 0
    for plant, grams in samples:
        hid, out = run_wires(plant)
        miss = out - grams
        total += miss * miss

        # blame for each hidden wire end
        blame = [0.0] * HID
        for h in range(HID):
            blame[h] = miss * w_out[h] * hid[h] * (1 - hid[h])

        for h in range(HID):
            w_out[h] -= rate * miss * hid[h]
        t_out -= rate * miss
        for h in range(HID):
            for i in range(3):
                w_in[i][h] -= rate * blame[h] * x[i]
            t_hid[h] -= rate * blame[h]
    if season % 100 == 0:
        print("season", season, "total", total)

for (plant, grams), bed in zip(samples, beds):
    _, out = run_wires(plant)
    print(bed[3], "g, model says", round(lows[3] + out * (highs[3] - lows[3])), "g")

if input("show the wires? (y/n) ") == "y":
    print(w_in, t_hid, w_out, t_out, sep="\n")
