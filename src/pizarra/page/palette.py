"""The colours of a page, by role; a test measures their contrast.

Chosen to be told apart by readers who see red and green alike; still, no colour stands alone: values stand inside the
neuron and gradients below it with their sign, parameters are ink, local derivatives have a prime, the loss a box.
"""

LIGHT = {
    "paper": "#ffffff", "ink": "#1d2228", "muted": "#56606b", "rule": "#d9dee3", "line": "#b9c2cb", "panel": "#f7f8fa",
    "tint": "#fff1c9", "value": "#0b5fb0", "parameter": "#3d4650", "gradient": "#c04400", "local": "#007560",
    "target": "#8c2d7d",
}  # fmt: skip
DARK = {
    "paper": "#14181d", "ink": "#e6eaee", "muted": "#9aa5b1", "rule": "#333b44", "line": "#4b5661", "panel": "#1b2027",
    "tint": "#3a3216", "value": "#6cb8f5", "parameter": "#c9d1d9", "gradient": "#ff9166", "local": "#4fd0a8",
    "target": "#e59ad0",
}  # fmt: skip
ROLES = ("value", "parameter", "gradient", "local", "target")


def variables(colours: dict[str, str]) -> str:
    """Give the colours as CSS variables.

    >>> variables({"ink": "#000"})
    '--ink:#000;'
    """
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())
