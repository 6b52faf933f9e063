"""The catalogues: the same sentences in every language, all of them used, none of them missing."""

import ast
import re
import string
from functools import cache
from pathlib import Path

import pytest

import pizarra
from pizarra.errors import PizarraError
from pizarra.language import LANGUAGES, catalogue, phrase, say

SOURCES = Path(pizarra.__file__).parent
EN, ES = catalogue("en"), catalogue("es")


def placeholders(sentence):
    return sorted(name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)


def test_the_languages():
    assert LANGUAGES == ("es", "en")
    with pytest.raises(PizarraError, match=r"There is no language 'fr'"):
        catalogue("fr")


def test_both_have_the_same_keys_in_the_same_order():
    assert list(EN) == list(ES)


@pytest.mark.parametrize("key", list(EN))
def test_both_have_the_same_values(key):
    assert set(placeholders(EN[key])) == set(placeholders(ES[key]))
    assert all(re.fullmatch(r"[a-z_]+", name) for name in placeholders(EN[key]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_or_too_long(language):
    for key, sentence in catalogue(language).items():
        assert sentence.strip(), key
        assert sentence == sentence.strip(), key
        assert "  " not in sentence, key
        for part in re.split(r"(?<=[.:;?])\s", sentence):
            assert len(part.split()) <= 34, (key, part)
        assert len(sentence) <= 320, key


# What the code asks for


@cache
def trees():
    return [
        ast.parse(file.read_text(encoding="utf-8"))
        for file in sorted(SOURCES.rglob("*.py"))
        if "language" not in file.relative_to(SOURCES).parts
    ]


def pattern(node):
    """Turn an f-string into a regular expression; None where it says too little to name a key."""
    parts = [re.escape(part.value) if isinstance(part, ast.Constant) else r"[a-z_.]*" for part in node.values]
    return re.compile("".join(parts)) if any(isinstance(part, ast.Constant) for part in node.values) else None


@cache
def asked():
    """Collect what say(…) is called with: keys, and patterns of keys."""
    keys, patterns = set(), []

    def take(node):
        if isinstance(node, ast.Constant):
            keys.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            patterns.append(pattern(node))
        elif isinstance(node, ast.IfExp):
            take(node.body)
            take(node.orelse)

    for tree in trees():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("say", "note")
            ):
                take(node.args[0])
    return keys, [found for found in patterns if found is not None]


def test_every_sentence_that_is_asked_for_is_there():
    keys, patterns = asked()
    assert len(keys) > 50
    assert keys - {*EN} == set()
    for found in patterns:
        assert any(found.fullmatch(key) for key in EN), found.pattern


def test_every_sentence_is_used():
    texts = {
        node.value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    _, patterns = asked()
    unused = [key for key in EN if key not in texts and not any(found.fullmatch(key) for found in patterns)]
    assert not unused


def test_the_parts_and_the_layers_have_their_words():
    from pizarra.layers import LAYERS
    from pizarra.losses import LOSSES

    for name in (*LAYERS, *LOSSES):
        assert f"layer.{name}" in EN


# The languages themselves

ENGLISH = {"the", "of", "weights", "weight", "layer", "and", "is", "are", "with", "loss", "gradient", "from", "each",
           "every", "this", "that", "entry", "path", "sample", "what", "which", "learning", "rate"}  # fmt: skip
SPANISH = {"el", "la", "los", "las", "de", "del", "que", "pesos", "capa", "cada", "con", "es", "son", "pérdida",
           "gradiente", "muestra", "camino", "una", "por", "para"}  # fmt: skip


def words(sentence):
    return set(re.findall(r"[a-záéíóúñü]+", re.sub(r"\{[^}]*\}", " ", sentence).lower()))


def test_no_english_is_left_in_the_spanish():
    for key, sentence in ES.items():
        assert not words(sentence) & ENGLISH, (key, sentence)


def test_no_spanish_is_left_in_the_english():
    for key, sentence in EN.items():
        assert not words(sentence) & SPANISH, (key, sentence)


def test_a_sentence_of_more_than_three_words_is_translated():
    same = [key for key in EN if len(words(EN[key])) > 3 and EN[key] == ES[key]]
    assert same == []


def test_spanish_questions_and_quotes():
    for key, sentence in ES.items():
        assert sentence.count("?") == sentence.count("¿"), key
        assert sentence.count("!") == sentence.count("¡"), key


def test_a_phrase_words_what_stands_in_it():
    inner = say("steps.title", number=2)
    assert "".join(phrase(say("list.then", first=inner, second="x"), "es")) == "Paso 2 → x"
