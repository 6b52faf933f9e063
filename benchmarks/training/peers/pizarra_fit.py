"""pizarra, through its public `fit`."""

from pizarra.train import fit, mlp


def prepare(job):
    return calls(job, job.epochs)


def entry(job):
    """A call that makes no step: what it costs to look at the data and the options."""
    return calls(job, 0)


def calls(job, epochs):
    squares = job.loss == "squares"
    network = mlp(
        len(job.sizes) - 2,
        hidden=job.hidden,
        loss="squared_error" if squares else "softmax_cross_entropy",
        factor="1/2" if squares else "1/N",
    )
    start = dict(zip(network.parameters, job.start, strict=True))

    def run():
        history = fit(
            network,
            job.X,
            job.Y,
            parameters=start,
            rate=job.rate,
            batch=job.batch,
            shuffle=False,
            epochs=epochs,
            dtype=job.X.dtype.name,
        )
        return [history.parameters[name] for name in start]

    return run
