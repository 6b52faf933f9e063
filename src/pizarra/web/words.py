"""The page's own words, in a language."""

from __future__ import annotations

from typing import Any

from ..explain.context import layer_word
from ..language import Say, say
from ..language import words as worded
from ..layers import LAYERS
from ..mathematics.markup import escape

# What the page puts in by itself stands as {count} or {value} in what it is given.
COUNT, VALUE = "{count}", "{value}"


_TABLE = ("title", "neurons", "connections", "neuron", "value", "gradient", "bias", "own", "from", "to", "weight",
          "marks", "lit", "faint", "more")  # fmt: skip


def words(language: str) -> dict[str, Any]:
    """Give every word that the page says by itself, ready to stand in HTML."""
    said: dict[str, Say] = {
        "name": say("web.name"), "tools": say("web.tools"), "notation": say("web.notation"),
        "beside": say("web.beside"), "nothing": say("web.nothing"), "numpy": say("web.numpy"),
        "language": say("web.language"), "terms": say("web.terms"),
        "decimals": say("web.decimals"), "sign": say("web.sign"),
        "detail": say("web.detail"), "one": say("web.one"), "all": say("web.all"), "help": say("web.help"),
        "without": say("web.without"),
        "training": say("web.training"), "once": say("web.once"), "run": say("web.run"), "stop": say("web.stop"),
        "undo": say("web.undo"), "restart": say("web.restart"), "data": say("section.data"), "edit": say("web.edit"),
        "guide": say("data.symbols"),
        "general": say("part.general"), "matrices": say("part.matrices"), "case": say("part.case"),
        "paths": say("web.paths"), "pathsPurpose": say("web.paths.purpose"), "check": say("part.check"),
        "sum": say("part.sum"), "ways": say("web.ways", count=COUNT), "many": say("web.many", count=COUNT),
        "arrives": say("line.arrives"), "local": say("line.local"), "before": say("web.before"),
        "after": say("web.after"), "via": say("web.via"), "path": say("paths.path"),
        "contribution": say("paths.contribution"), "others": say("paths.others", count=COUNT),
        "measured": say("web.measured"), "agrees": say("web.agrees"), "differs": say("web.differs"),
        "diagram": say("page.diagram"), "caption": say("web.caption"), "flat": say("web.flat"),
        "faint": say("web.faint"),
        "dead": say("web.dead"), "saturated": say("web.saturated"), "after_steps": say("web.steps", count=COUNT),
        "curve": say("web.curve"), "surface": say("web.surface"), "empty": say("web.empty", value=VALUE),
        "refused": say("web.refused", value=VALUE), "unkept": say("web.unkept"),
        "letters": say("web.letters", value=VALUE), "large": say("web.large", value=VALUE),
    }  # fmt: skip
    made: dict[str, Any] = {key: escape(worded(what, language)) for key, what in said.items()}
    made["mine"] = _mine(language)
    made["table"] = {key: escape(worded(say(f"web.table.{key}", count=COUNT), language)) for key in _TABLE}
    made["sum"] = escape(worded(say("paths.sum"), language))
    roles = ("value", "parameter", "gradient", "local", "target")
    made["roles"] = {role: escape(worded(say(f"page.role.{role}"), language)) for role in roles}
    return made


def _mine(language: str) -> dict[str, str]:
    """Give the words of the panels in which one's own numbers are checked; what is in braces the page puts in."""
    holes = {
        name: f"{{{name}}}"
        for name in ("count", "wrong", "names", "entry", "mine", "value", "it", "came", "wanted")
    }
    keys = ("title", "help", "paste", "clear", "back", "yours", "right", "one", "wrong", "missing", "digits", "from",
            "entry", "more", "earlier", "drop", "sign", "negative", "scale", "zero", "other", "gives", "belongs",
            "rivals", "unknown", "letters", "large", "ragged", "shape", "turned", "parts")  # fmt: skip
    return {key: escape(worded(say(f"web.mine.{key}", **holes), language)) for key in keys}


# The playground's words by the keys that its page has for them; {count} and its kin are filled in there.
_PLAY = (
    "title", "restart", "settings", "data", "noise", "test", "seed", "renew", "features", "network", "layer", "fewer",
    "more", "deeper", "flatter", "activation", "output", "learning", "rate", "batch", "penalty", "strength",
    "train", "testing", "showTest", "discrete", "step", "epoch", "trainLoss", "testLoss", "picture",
    "pictureUnit", "ownHow", "ownKeys", "clear", "redraw", "reweigh", "linkHow", "rowsHow", "file",
    "oneFeature", "rowsLarge", "range", "wholeRange", "tooWide",
)  # fmt: skip
# Words that belong to a group: one for each thing that can be chosen, or that can be wrong.
_GROUPS = {
    "data": ("circles", "xor", "blobs", "spiral", "plane", "hills", "curve", "own", "rows"),
    "output": ("tanh", "linear", "sigmoid", "logistic"),
    "penalty": ("none",),
    "rows": ("columns", "cell", "few", "many"),
}
_LETTERS = {
    "feature.x1": "x₁", "feature.x2": "x₂", "feature.x1x1": "x₁²", "feature.x2x2": "x₂²", "feature.x1x2": "x₁x₂",
    "penalty.l2": "L2", "penalty.l1": "L1",
}  # fmt: skip
_FILLED = ("count", "value", "least", "most", "row", "cell")


def play_words(language: str) -> dict[str, str]:
    """Give every word of the playground, ready to stand in HTML; an activation's is that of its layer."""
    left = {name: f"{{{name}}}" for name in _FILLED}
    made = {key: escape(worded(say(f"play.{key.lower()}", **left), language)) for key in _PLAY}
    made |= _LETTERS
    for name, at in (("sinx1", "x₁"), ("sinx2", "x₂")):
        made[f"feature.{name}"] = f"{worded(say('play.sine'), language)} {at}"
    for group, names in _GROUPS.items():
        for name in names:
            made[f"{group}.{name}"] = escape(worded(say(f"play.{group}.{name}", **left), language))
    for name, kind in LAYERS.items():
        made[f"activation.{name}"] = escape(worded(layer_word(kind()), language))
    return made
