"""How the Unicode writer spells marks: scripts, accents, brackets, and their stand-ins in ASCII."""

from __future__ import annotations

import unicodedata

from .symbols import GREEK

SUBSCRIPTS = dict(
    zip("0123456789+−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True)
)
SUPERSCRIPTS = dict(
    zip(
        "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ⊤",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡᵀ",
        strict=True,
    )
)
COMBINING = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307"}
SCRIPT = dict(zip("BEFHILMRegol", "ℬℰℱℋℐℒℳℛℯℊℴℓ", strict=True))
# a tall bracket: its top, what repeats, its bottom; the middle of a brace; the form for two lines
TALL = {
    "(": "⎛⎜⎝", ")": "⎞⎟⎠", "[": "⎡⎢⎣", "]": "⎤⎥⎦", "|": "│││", "‖": "║║║", "{": "⎧⎪⎩⎨", "}": "⎫⎪⎭⎬",
}  # fmt: skip
TWO_LINES = {"{": "⎰⎱", "}": "⎱⎰"}
TALL_ASCII = {
    "(": "/|\\", ")": "\\|/", "[": "[[[", "]": "]]]", "|": "|||", "{": "/|\\<", "}": "\\|/>",
}  # fmt: skip
_ASCII = {char: name.removeprefix("var") for name, char in GREEK.items()} | {
    "ε": "epsilon", "φ": "phi", "⊙": "(.)", "·": "*", "−": "-", "–": "-", "—": "-", "×": "x", "∂": "d", "∇": "grad ",
    "∑": "sum", "≈": "~=", "≤": "<=", "≥": ">=", "≠": "!=", "→": "->", "←": "<-", "↦": "|->", "∈": "in", "∼": "~",
    "∝": "~", "∞": "inf", "⊤": "T", "′": "'", "∗": "*", "⋆": "*", "‖": "||", "⋮": ":", "⋯": "...", "…": "...",
    "⋱": "...", "⊗": "(x)", "⊕": "(+)", "±": "+-", "∘": "o", "÷": "/", "ℒ": "L", "ℓ": "l", "½": "1/2", "√": "sqrt",
    "«": '"', "»": '"', "“": '"', "”": '"', "‘": "'", "’": "'", "¿": "", "¡": "", "✓": "ok", "✗": "x", "ı": "i",
    "⇒": "=>", "≡": "==", "•": "*", "ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "œ": "oe", "ł": "l", "│": "|",
    "\u00a0": " ", "\u2009": " ", "\u202f": " ",
}  # fmt: skip


def to_ascii(text: str) -> str:
    """Spell text with ASCII characters only.

    >>> to_ascii("σ′(z) ⊙ añadir ∂ℒ")
    "sigma'(z) (.) anadir dL"
    """
    if text.isascii():
        return text
    return "".join(char if char.isascii() else _ASCII.get(char) or _stripped(char) for char in text)


def _stripped(char: str) -> str:
    if char in _ASCII:
        return _ASCII[char]
    plain = unicodedata.normalize("NFKD", char)
    kept = "".join(c if c.isascii() else _ASCII.get(c, "") for c in plain)
    return kept if kept or unicodedata.combining(char) else "?"


def accented(text: str, accent: str) -> str:
    """Put an accent on a letter, or on the middle of a name.

    >>> accented("y", "hat"), len(accented("x", "hat"))
    ('ŷ', 2)
    """
    middle = (len(text) - 1) // 2 + 1
    return unicodedata.normalize("NFC", text[:middle] + COMBINING[accent] + text[middle:])


def raised(text: str, glyphs: dict[str, str]) -> str | None:
    """Spell a script with small characters, where there is one for each."""
    small = [glyphs.get(char) for char in text if char != " "]
    return "".join(small) if small and None not in small else None  # type: ignore[arg-type]
