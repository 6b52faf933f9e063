r"""A reader's symbols: a tiny LaTeX grammar, read into boxes.

It is what people write in a notebook, and no more: `\hat{\mathbf{y}}`, `w_{ij}^{(2)}`, `\rho`, `MSE`, `y_out`.
Two rules differ from TeX, because readers expect them:

- Letters in a row are one name: `lr` is one symbol, and `MSE` (capitals) is set upright. `W x` is two symbols.
- In a script, two letters are two indices (`w_{ij}`), and so are more if all are from i to n (`ijk`); another word is
  upright (`y_{out}`). A script without braces takes the whole word or number: `y_out`, `w_12`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from ..errors import NotationError, shown
from .boxes import Accent, Box, Fence, Letter, Numeral, Scripts, Sign, Space, Style, row, sign

LONGEST = 200
DEEPEST = 12
GRAMMAR = (
    r"A symbol is made of letters, digits, Greek (\delta), accents (\hat \bar \tilde \dot), styles (\mathbf "
    r"\boldsymbol \mathcal \mathrm), primes, scripts (_{ij} ^{(2)}), + - = , ( ) [ ] and \,"
)
GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "zeta": "ζ", "eta": "η", "theta": "θ",
    "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "upsilon": "υ", "phi": "ϕ", "chi": "χ", "psi": "ψ", "omega": "ω", "varepsilon": "ε",
    "vartheta": "ϑ", "varphi": "φ", "varrho": "ϱ", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ",
    "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
ACCENTS: dict[str, Accent] = {"hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde",
                              "widetilde": "tilde", "dot": "dot"}  # fmt: skip
STYLES: dict[str, Style] = {"mathbf": "bold", "boldsymbol": "bold-italic", "bm": "bold-italic", "mathcal": "script",
                            "mathrm": "upright", "text": "upright", "mathit": "italic"}  # fmt: skip
COMBINING: dict[str, Accent] = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde", "\u0307": "dot"}
CONSTANTS: dict[str, Box] = {
    "ell": Letter("ℓ"), "nabla": Letter("∇", "upright"), "partial": sign("∂"), "top": Sign("⊤", "postfix"),
    "prime": Sign("′", "postfix"), "ast": Sign("∗", "tight"), "star": Sign("⋆", "tight"), "cdot": Sign("·"),
    "odot": Sign("⊙"), "times": Sign("×"), "infty": Letter("∞", "upright"),
}  # fmt: skip
_TOKEN = re.compile(r"\\[A-Za-z]+|\\[, ]|\d+(?:\.\d+)?|#[A-Za-z]+|[^\W\d_]+|\s+|.", re.DOTALL)
_SIGNS = {"+": "+", "-": "−", "=": "=", ",": ",", ";": ";", "−": "−", "<": "<", ">": ">", "/": "/"}  # fmt: skip
_CLOSING = {"(": ")", "[": "]"}


def symbol(text: str, /, **slots: Box) -> Box:
    r"""Read a symbol; `#name` in it is where the box `name` stands.

    Raises NotationError, with the place and the grammar, for anything else.

    >>> symbol(r"\hat{y}")
    Letter(text='y', style='italic', accent='hat')
    >>> symbol("W^{(#l)}", l=Numeral("2")).sup
    Fence(body=Numeral(text='2', pad=(0, 0)), opening='(', closing=')')
    """
    if not isinstance(text, str):
        raise NotationError(f"A symbol is text, but came as {shown(text)}. {GRAMMAR}.")
    if len(text) > LONGEST:
        raise NotationError(
            f"The symbol {shown(text)} has {len(text)} characters, more than {LONGEST}. {GRAMMAR}."
        )
    return _read(text, tuple(slots.items()))


@lru_cache(maxsize=4096)
def _read(text: str, slots: tuple[tuple[str, Box], ...]) -> Box:
    return _Reader(text, dict(slots)).all()


class _Reader:
    """Goes over the tokens once, from left to right."""

    def __init__(self, text: str, slots: Mapping[str, Box]):
        self.text, self.slots = text, slots
        # NFC first, so that a letter and its combining accent are one token
        self.tokens = _TOKEN.findall(unicodedata.normalize("NFC", text))
        self.at = 0

    def fault(self, what: str) -> NotationError:
        """Say what is wrong, and where."""
        place = len("".join(self.tokens[: self.at])) + 1
        return NotationError(
            f"The symbol {shown(self.text)} cannot be read at character {place}: {what}. {GRAMMAR}."
        )

    def peek(self) -> str:
        """Look at the next token; empty at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def all(self) -> Box:
        """Read the whole text."""
        box = self.sequence("", 0, in_script=False)
        if self.peek():
            raise self.fault(f"{self.peek()!r} closes nothing")
        return box

    def sequence(self, closing: str, depth: int, in_script: bool) -> Box:
        """Read items up to the bracket `closing`, which stays unread."""
        if depth > DEEPEST:
            raise self.fault(f"brackets lie more than {DEEPEST} deep")
        items: list[Box] = []
        while (token := self.peek()) and token not in ")]}":
            if token.isspace():
                self.at += 1
            else:
                items.append(self.scripted(depth, in_script))
        if token != closing:
            raise self.fault(f"{closing!r} is missing" if closing else f"{token!r} closes nothing")
        if not items:
            raise self.fault("there is nothing here")
        return row(*items)

    def scripted(self, depth: int, in_script: bool) -> Box:
        """Read one item with its primes and scripts, in either order."""
        base = self.item(depth, in_script)
        scripts: dict[str, list[Box]] = {"_": [], "^": []}
        while (token := self.peek()) and (token in "_^'′" or token.isspace()):
            if token.isspace() and (self.at + 1 >= len(self.tokens) or self.tokens[self.at + 1] not in "_^"):
                break
            self.at += 1
            if token in "'′":
                scripts["^"].append(Sign("′", "postfix"))
            elif token in "_^":
                if any(not isinstance(box, Sign) or box.text != "′" for box in scripts[token]):
                    raise self.fault(f"there are two scripts with {token!r}")
                while self.peek().isspace():
                    self.at += 1
                scripts[token].append(self.item(depth + 1, True))
        if not scripts["_"] and not scripts["^"]:
            return base
        return Scripts(
            base, row(*scripts["_"]) if scripts["_"] else None, row(*scripts["^"]) if scripts["^"] else None
        )

    def item(self, depth: int, in_script: bool) -> Box:
        """Read a word, a number, a command, a slot, a sign or a bracketed group."""
        token = self.peek()
        if token == "{":
            return self.group(depth, in_script)
        if not token or token in "_^'′":
            raise self.fault("a letter is missing here")
        self.at += 1
        if token[0] == "\\":
            return self.command(token[1:], depth, in_script)
        if token[0] == "#":
            return self.slot(token[1:])
        if token[0].isdigit() and token.isascii():
            return Numeral(token)
        if token.isalpha():
            accent = COMBINING.get(self.peek(), "")
            if accent and len(token) == 1:
                self.at += 1
                return Letter(token, "italic", accent)
            return _word(token, in_script)
        if token == "*":
            return CONSTANTS["ast"]
        if token in _SIGNS:
            return sign(_SIGNS[token])
        if token in _CLOSING:
            body = self.sequence(_CLOSING[token], depth + 1, in_script)
            self.at += 1
            return Fence(body, token, _CLOSING[token])
        self.at -= 1
        raise self.fault(f"{shown(token)} is not part of a symbol")

    def group(self, depth: int, in_script: bool) -> Box:
        """Read what stands between braces."""
        self.at += 1
        body = self.sequence("}", depth + 1, in_script)
        self.at += 1
        return body

    def slot(self, name: str) -> Box:
        """Give the box of the longest slot that the letters begin with; what is left is read on."""
        for end in range(len(name), 0, -1):
            if name[:end] in self.slots:
                if name[end:]:
                    self.tokens.insert(self.at, name[end:])
                    self.tokens[self.at - 1] = "#" + name[:end]
                return self.slots[name[:end]]
        self.at -= 1
        given = ", ".join("#" + known for known in self.slots) or "none"
        raise self.fault(f"#{name} has no box (given: {given})")

    def command(self, name: str, depth: int, in_script: bool) -> Box:
        """Read a command, and the letter that an accent or a style is for."""
        if name in (",", " "):
            return Space()
        if name in GREEK:
            return Letter(GREEK[name])
        if name in CONSTANTS:
            return CONSTANTS[name]
        if name not in ACCENTS and name not in STYLES:
            self.at -= 1
            raise self.fault(f"the command {shown(chr(92) + name)} is not known")
        while self.peek().isspace():
            self.at += 1
        start = self.at
        # what an accent or a style is for is one name, also in a script: \mathrm{in}
        body = self.item(depth + 1, False)
        if name in STYLES and isinstance(body, Numeral):
            body = Letter(body.text)
        if not isinstance(body, Letter):
            self.at = start
            raise self.fault(
                f"\\{name} stands on one letter or name; put scripts behind it, as in \\{name}{{y}}_k"
            )
        if name in ACCENTS:
            if body.accent:
                self.at = start
                raise self.fault("a letter has one accent only")
            return Letter(body.text, body.style, ACCENTS[name])
        return Letter(body.text, STYLES[name], body.accent)


def _word(text: str, in_script: bool) -> Box:
    """Make letters in a row a symbol, by the two rules at the top of this file."""
    if len(text) == 1:
        base, accent = unicodedata.normalize("NFD", text)[0], unicodedata.normalize("NFD", text)[1:]
        return Letter(base, "italic", COMBINING[accent]) if accent in COMBINING else Letter(text)
    if in_script:
        if len(text) == 2 or set(text) <= set("ijklmn"):
            return row(*(Letter(c) for c in text))
        return Letter(text, "upright")
    return Letter(text, "upright" if text.isupper() else "italic")
