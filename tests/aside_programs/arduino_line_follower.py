# Line follower robot: 5 reflectance sensors -> left and right motor speed (-1..1)
# Based on the MLP sketch from hobbizine, translated from Arduino C to Python for testing on PC
from math import exp, tanh
from random import Random

PatternCount = 7
InputNodes = 5
HiddenNodes = 3
OutputNodes = 2
LearningRate = 0.2
Momentum = 0.0   # was 0.9 on the Arduino, unstable here
InitialWeightMax = 0.6

Input = [
    [1, 0, 0, 0, 0],
    [1, 1, 0, 0, 0],
    [0, 1, 0, 0, 0],
    [0, 0, 1, 0, 0],
    [0, 0, 0, 1, 0],
    [0, 0, 0, 1, 1],
    [0, 0, 0, 0, 1],
]
Target = [
    [-0.8, 0.8],
    [-0.4, 0.8],
    [0.2, 0.8],
    [0.8, 0.8],
    [0.8, 0.2],
    [0.8, -0.4],
    [0.8, -0.8],
]

rnd = Random(12)
# last row is the bias
HiddenWeights = [[(rnd.random() - 0.5) * 2 * InitialWeightMax for i in range(HiddenNodes)] for j in range(InputNodes + 1)]
OutputWeights = [[(rnd.random() - 0.5) * 2 * InitialWeightMax for i in range(OutputNodes)] for j in range(HiddenNodes + 1)]

Hidden = [0.0] * HiddenNodes
Output = [0.0] * OutputNodes
HiddenDelta = [0.0] * HiddenNodes
OutputDelta = [0.0] * OutputNodes


def run_network(p):
    for i in range(HiddenNodes):
        Accum = HiddenWeights[InputNodes][i]
        for j in range(InputNodes):
            Accum += Input[p][j] * HiddenWeights[j][i]
        Hidden[i] = 1.0 / (1.0 + exp(-Accum))
    for i in range(OutputNodes):
        Accum = OutputWeights[HiddenNodes][i]
        for j in range(HiddenNodes):
            Accum += Hidden[j] * OutputWeights[j][i]
        Output[i] = tanh(Accum)


for TrainingCycle in range(1, 401):
    Error = 0.0
    for p in range(PatternCount):
        run_network(p)

        for i in range(OutputNodes):
            OutputDelta[i] = (Target[p][i] - Output[i]) * (1.0 - Output[i] * Output[i])
            Error += 0.5 * (Target[p][i] - Output[i]) * (Target[p][i] - Output[i])

        # backpropagate errors to hidden layer
        for i in range(HiddenNodes):
            Accum = 0.0
            for j in range(OutputNodes):
                Accum += OutputWeights[i][j] * OutputDelta[j]
            HiddenDelta[i] = Accum * Hidden[i] * (1.0 - Hidden[i])

        # update inner -> hidden weights
        for i in range(HiddenNodes):
            HiddenWeights[InputNodes][i] += LearningRate * HiddenDelta[i]
            for j in range(InputNodes):
                HiddenWeights[j][i] += LearningRate * Input[p][j] * HiddenDelta[i]

        # update hidden -> output weights
        for i in range(OutputNodes):
            OutputWeights[HiddenNodes][i] += LearningRate * OutputDelta[i]
            for j in range(HiddenNodes):
                OutputWeights[j][i] += LearningRate * Hidden[j] * OutputDelta[i]

    if TrainingCycle % 100 == 0:
        print("TrainingCycle:", TrainingCycle, " Error = %.5f" % Error)
    if Error < 0.0004:
        break

print()
for p in range(PatternCount):
    run_network(p)
    print(Input[p], "->", ["%.2f" % o for o in Output], "should be", Target[p])
