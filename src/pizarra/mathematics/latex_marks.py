"""What LaTeX calls each mark: letters, signs, operators, brackets; and how text is kept from being commands."""

from __future__ import annotations

from .symbols import GREEK as _NAMES

GREEK = {char: "\\" + name for name, char in _NAMES.items()} | {
    "ε": r"\varepsilon",
    "φ": r"\varphi",
    "ο": "o",
}
LETTERS = GREEK | {
    "ℓ": r"\ell",
    "∇": r"\nabla",
    "∞": r"\infty",
    "∂": r"\partial",
    "…": r"\ldots",
    "ı": r"\imath",
}
MARKS = {"✓": r"\surd", "✗": r"\times"}
SIGNS = {
    "+": "+", "−": "-", "-": "-", "·": r"\cdot", "×": r"\times", "⊙": r"\odot", "∗": r"\ast", "*": r"\ast", "/": "/",
    "⋆": r"\star", "=": "=", "≈": r"\approx", "<": "<", ">": ">", "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "→": r"\to",
    "←": r"\leftarrow", "↦": r"\mapsto", ":=": r"\mathrel{:=}", "∈": r"\in", "∼": r"\sim", "∝": r"\propto",
    "≡": r"\equiv", "⇒": r"\Rightarrow", "⊗": r"\otimes", "⊕": r"\oplus", "±": r"\pm", "∘": r"\circ", "÷": r"\div",
    ",": ",", ";": ";", ":": ":", "!": "!", "∂": r"\partial", "∇": r"\nabla", "…": r"\ldots", "⋯": r"\cdots",
    "⋮": r"\vdots", "⋱": r"\ddots", "⊤": r"\top", "′": r"\prime", "|": r"\vert", "(": "(", ")": ")", "[": "[", "]": "]",
}  # fmt: skip
ESCAPES = {
    "\\": r"\backslash ", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"{\wedge}", "~": r"{\sim}", "|": r"\vert ", "`": r"{\prime}", "<": "<", ">": ">", "*": r"\ast ",
    "−": "{-}", "×": r"{\times}", "≈": r"{\approx}", "→": r"{\to}", "·": r"{\cdot}", "∂": r"\partial ",
}  # fmt: skip
OPERATORS = frozenset(
    ["arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "det", "dim", "exp", "inf", "ker", "lim", "ln", "log",
     "max", "min", "sin", "sinh", "sup", "tan", "tanh"]
)  # fmt: skip
ACCENTS = {
    "hat": ("hat", "widehat"),
    "bar": ("bar", "overline"),
    "tilde": ("tilde", "widetilde"),
    "dot": ("dot", "dot"),
}
BRACKETS = {
    "(": "(", ")": ")", "[": "[", "]": "]", "{": r"\{", "}": r"\}", "|": r"\vert", "‖": r"\Vert", "": ".",
}  # fmt: skip
PLAIN = BRACKETS | {"|": (r"\lvert ", r"\rvert"), "‖": (r"\lVert ", r"\rVert"), "": ""}
MATRICES = {"(": "pmatrix", "[": "bmatrix", "{": "Bmatrix", "|": "vmatrix", "‖": "Vmatrix", "": "matrix"}
