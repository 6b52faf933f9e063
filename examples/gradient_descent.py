"""Several steps of gradient descent in a row, as numbers and on the page."""

from itertools import pairwise

from pizarra import explain

solution = explain(
    [([[0.6, 0.01], [0.7, 0.43], [0.0, 0.88]]), "relu", [[0.02, 0.03, 0.09]]],
    [[0.75, 0.2, -0.75, 0.2], [0.8, 0.05, 0.8, -0.05]],
    [1, 1, -1, -1],
    factor="1/(2N)",
    learning_rate=0.5,
    samples="columns",
    steps=3,
)

losses = [trace.loss for trace in solution.trace.steps(20)]
for step, loss in enumerate(losses):
    if step < 5 or step % 5 == 4:
        print(f"step {step:2}  loss {loss:.6f}")
assert all(later < before for before, later in pairwise(losses))

text = solution.text()  # the page works out the first step, and lists the other two
print(text[text.rindex("Summary") :])
