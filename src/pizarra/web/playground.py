"""The playground in one file: networks, data and training that the reader chooses, each worked out as it stands."""

from __future__ import annotations

from ..errors import DataError, nearest, shown
from ..language import LANGUAGES, MARKED, say
from ..language import words as worded
from ..mathematics.markup import escape
from ..notation import Notation, named
from .document import document
from .modules import joined
from .page import SHARED, terms
from .skeleton import MOST_LAYERS, skeletons
from .words import play_words, words

MODULES = (*SHARED, "random", "datasets", "settings", "compose", "batches", "playground")


def playground_page(
    *, notation: str | Notation | None = None, language: str = "en", most_layers: int = MOST_LAYERS
) -> str:
    """Write the playground as one HTML file; most_layers is how many hidden layers a reader may choose.

    Raises a PizarraError for a notation or language that there is not.
    """
    if language not in LANGUAGES:
        raise DataError(f"There is no language {shown(language)}." + nearest(language, LANGUAGES))
    chosen = notation if isinstance(notation, Notation) else named(str(notation or "standard"))
    data = skeletons(chosen, most_layers)
    script = data.pop("script")
    data |= {
        "language": language,
        "words": {one: words(one + MARKED) | {"play": play_words(one + MARKED)} for one in LANGUAGES},
        "terms": terms(),
    }
    text = joined(MODULES) + (
        f"const KERNELS={script};\n"
        'const known=globalThis.pizarra,root=document.getElementById("live");'
        'document.getElementById("static").remove();root.hidden=false;'
        "globalThis.pizarra=new Playground(root,known,KERNELS,{alone:true});\n"
    )
    title = worded(say("play.title"), language)
    static = f"<header><h1>{escape(title)}</h1></header><p>{escape(worded(say('play.script'), language))}</p>"
    return document(language, title, "play", static, data, text, sheets=("live", "play"))
