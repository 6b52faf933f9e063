"""scikit-learn: MLPRegressor and MLPClassifier, one `partial_fit` an epoch, without momentum or penalty."""

from sklearn.neural_network import MLPClassifier, MLPRegressor


def prepare(job):
    squares = job.loss == "squares"
    model = (MLPRegressor if squares else MLPClassifier)(
        hidden_layer_sizes=job.sizes[1:-1],
        activation="relu" if job.hidden == "relu" else "logistic",
        solver="sgd",
        alpha=0,
        batch_size=job.batch,
        learning_rate_init=job.rate,
        shuffle=False,
        momentum=0,
        nesterovs_momentum=False,
    )
    Y = job.Y if squares else job.Y.argmax(axis=1)
    said = {} if squares else {"classes": list(range(job.sizes[-1]))}
    model.partial_fit(job.X[: job.batch], Y[: job.batch], **said)

    def run():
        for array, begun in zip(
            [*model.coefs_, *model.intercepts_], job.start[::2] + job.start[1::2], strict=True
        ):
            array[...] = begun
        for _ in range(job.epochs):
            model.partial_fit(job.X, Y, **said)
        return [array for pair in zip(model.coefs_, model.intercepts_, strict=True) for array in pair]

    return run
