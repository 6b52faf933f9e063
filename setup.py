"""Build the optional part in C. Everything else about the package stands in pyproject.toml."""

import sys
import sysconfig
from glob import glob

from setuptools import Extension, setup

# Free-threaded Python has no stable interface yet: there the extension is built for one version of Python.
stable = not sysconfig.get_config_var("Py_GIL_DISABLED")
flags = (
    []
    if sys.platform == "win32"
    else ["-std=c11", "-pthread", "-O3", "-ffp-contract=fast", "-fno-math-errno"]
)

setup(
    ext_modules=[
        Extension(
            "pizarra.engines._kernel",
            ["src/pizarra/engines/c/module.c"],
            depends=sorted(glob("src/pizarra/engines/c/*.h")),
            extra_compile_args=flags,
            extra_link_args=[] if sys.platform == "win32" else ["-pthread"],
            py_limited_api=stable,
            optional=True,  # without a compiler the package installs and runs, slower
        )
    ],
    options={"bdist_wheel": {"py_limited_api": "cp311"}} if stable else {},
)
