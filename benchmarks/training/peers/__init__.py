"""Peers: one file each. `prepare(job)` does all that is not training and gives a function that trains from the start.

What that function gives back are the parameters W1, b1, W2, b2, … as arrays, or None from the floor: it does not train.
`entry(job)`, where there is one, is a call that makes no step: its time is that before the first step.
"""

PER_SAMPLE = {
    "C for this network alone": "limit",
    "pizarra": "pizarra_fit",
    "JAX jit + scan": "jax_scan",
    "torch.compile": "torch_compile",
    "NumPy, per sample": "numpy_sample",
    "loops of a notebook": "notebook",
    "scikit-learn": "scikit_learn",
    "MyGrad": "mygrad_tape",
    "torch eager": "torch_eager",
    "HIPS autograd": "hips_autograd",
}
MINI_BATCH = {
    "floor: matrix products alone": "floor",
    "pizarra": "pizarra_fit",
    "NumPy, preallocated": "numpy_out",
    "NumPy, naive": "numpy_naive",
    "torch by hand": "torch_hand",
    "torch eager": "torch_eager",
    "torch.compile": "torch_compile",
    "JAX jit + scan": "jax_scan",
    "scikit-learn": "scikit_learn",
}
