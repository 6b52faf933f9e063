"""Names from files are untrusted: no text in a title, a name or a label becomes an element, a command or a control."""

import re
import shutil
import subprocess
from functools import cache
from html.parser import HTMLParser

import pytest

from pizarra.errors import PizarraError
from pizarra.explain.solution import Solution
from pizarra.problem import read_toml

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "</title><body onload=alert(1)>",
    "</math><iframe src=//evil>",
    "</svg><style>*{display:none}</style>",
    "<!-- comment",
    "--> out of a comment",
    "]]><cdata",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "&lt;b&gt; &amp; &#60;script&#62;",
    "<a href=javascript:alert(1)>x</a>",
    "a < b > c & d",
    r"\input{/etc/passwd}",
    r"\write18{touch owned}",
    r"\immediate\write18{ls}",
    r"\end{document}",
    r"\def\x{\x}\x",
    r"\catcode`\%=12",
    r"$\mathbf{x}$ $$ \[ \]",
    "100% of #1 & _2 ^3 ~4 {5} }6{",
    r"\\ \\\\ \newpage",
    "^^5cinput",
    "\\begin{verbatim}",
    "[link](javascript:alert(1))",
    "![image](http://evil/x.png)",
    "# heading\n## another",
    "```\ncode\n```",
    "| a | b |",
    "*bold* _em_ ~~strike~~ `code`",
    "> quote",
    "1. list",
    "<details><summary>x",
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b[2J\x1b[H",
    "\x07\x08\x0c",
    "back\rspace",
    "\u202egnirts\u202c",
    "zero\u200bwidth\u200d",
    "\u2028line\u2029",
    "中文 العربية 💥",
    "x" * 500,
    "{symbol} {0} {} %s %(a)s",
    "${jndi:ldap://evil}",
]
ELEMENTS = {
    "script",
    "img",
    "iframe",
    "object",
    "embed",
    "link",
    "form",
    "input",
    "base",
    "a[href^=javascript]",
}


def quoted(text: str) -> str:
    """Write a TOML string."""
    made = []
    for char in text:
        if char in '"\\':
            made.append("\\" + char)
        elif char.isprintable():
            made.append(char)
        else:
            made.append(f"\\u{ord(char):04x}")
    return '"' + "".join(made) + '"'


def source(title: str = "t", label: str = "p", name: str = "h") -> str:
    return f"""
    [title]
    en = {quoted(title)}
    [[layers]]
    type = "linear"
    weights = [[1, -0.5], [0.5, 2]]
    name = {quoted(name)}
    [[layers]]
    type = "tanh"
    [loss]
    type = "squared_error"
    [data]
    x = [1, 0.5]
    y = [1, -2]
    [[printed]]
    label = {quoted(label)}
    gradient = "W1"
    numbers = [[1, 2], [3, 4]]
    """


@cache
def solutions(text: str) -> tuple[Solution, ...]:
    """Give the solution of a file with this text as title, label and, where that is allowed, a layer's name."""
    for file in (source(text, text, text), source(title=text, label=text)):
        try:
            return (Solution(read_toml(file, name="hostile")),)
        except PizarraError as error:
            clean(str(error))
    return ()


def clean(text: str) -> None:
    assert all(char.isprintable() or char == "\n" for char in text), [c for c in text if not c.isprintable()]


class Elements(HTMLParser):
    """Collects the elements and attributes of a page, and holds that they are nested well."""

    VOID = ("meta", "br", "hr", "img", "input", "link", "wbr", "col")

    def __init__(self):
        super().__init__()
        self.open, self.found, self.attributes = [], [], set()

    def handle_starttag(self, tag, attrs):
        self.found.append(tag)
        self.attributes |= {key for key, _ in attrs}
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append(tag)
        self.attributes |= {key for key, _ in attrs}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag


def parsed(page: str) -> Elements:
    made = Elements()
    made.feed(page)
    made.close()
    assert made.open == []
    return made


@pytest.fixture(scope="module")
def harmless():
    return parsed(Solution(read_toml(source(), name="harmless")).html())


def test_there_are_enough():
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize("text", HOSTILE)
def test_html_gets_no_element_and_no_attribute(text, harmless):
    for solution in solutions(text):
        page = solution.html()
        found = parsed(page)
        assert set(found.found) == set(harmless.found)
        assert not set(found.found) & ELEMENTS
        assert not any(key.startswith("on") for key in found.attributes)
        assert "javascript:" not in re.sub(r">[^<]*<", "><", page)
        controls = [char for char in page if ord(char) < 32 and char not in "\n\t\r"]
        assert controls == []


@pytest.mark.parametrize("text", HOSTILE)
def test_text_has_no_control_characters(text):
    for solution in solutions(text):
        clean(re.sub(r"\x1b\[[0-9;]*m", "", solution.text(color=True)))
        assert solution.text(ascii=True).isascii()


def test_the_colours_are_ours():
    for solution in solutions("\x1b[31mred\x1b[0m"):
        assert "\x1b" not in solution.text()
        assert "\x1b[31mred" not in solution.text(color=True)


COMMANDS = ("input", "write18", "immediate", "def", "catcode", "newpage")


@pytest.mark.parametrize("text", HOSTILE)
def test_latex_has_no_command_of_theirs(text):
    for solution in solutions(text):
        document = solution.latex()
        for command in COMMANDS:
            assert not re.search(rf"\\{command}\b", document.partition(r"\begin{document}")[2])
        assert document.count(r"\end{document}") == 1
        assert document.count(r"\begin{verbatim}") == document.count(r"\end{verbatim}")
        assert "^^5c" not in document
        clean(document)


@pytest.mark.parametrize("flavour", ["notebook", "github"])
@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_has_no_raw_html(text, flavour):
    for solution in solutions(text):
        page = solution.markdown(flavour=flavour)
        plain = re.sub(r"(?s)```.*?```|\$\$.*?\$\$|\$[^$\n]*\$|`[^`\n]*`", "", page)
        assert not re.search(r"(?<!\\)<[a-zA-Z/!]", plain), re.findall(r".{20}(?<!\\)<[a-zA-Z/!].{20}", plain)
        assert not re.search(r"(?<!\\)\]\(javascript", plain)
        assert all(
            target.startswith("data:image/svg+xml")
            for target in re.findall(r"(?<!\\)!\[[^\]]*\]\((.{0,40})", plain)
        )
        assert sum(line.startswith("# ") for line in page.splitlines()) == 1
        clean(page.replace("\t", " "))


@pytest.mark.parametrize("text", HOSTILE)
def test_json_is_json(text):
    import json

    for solution in solutions(text):
        assert json.loads(solution.json())["loss"] > 0


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_case_is_refused_cleanly(text):
    solution = Solution(read_toml(source(), name="case"))
    with pytest.raises(PizarraError, match=r"case|There is no"):
        Solution(solution.problem, case=text)
    try:
        Solution(solution.problem, case=text)
    except PizarraError as error:
        message = str(error)
    clean(message)
    assert len(message) < 600


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no pdflatex")
@pytest.mark.parametrize("part", range(0, len(HOSTILE), 8))
def test_latex_compiles(part, tmp_path):
    for number, text in enumerate(HOSTILE[part : part + 8]):
        for k, solution in enumerate(solutions(text)):
            name = f"page{number}{k}.tex"
            (tmp_path / name).write_text(solution.latex(), encoding="utf-8")
            command = ["pdflatex", "-no-shell-escape", "-halt-on-error", "-interaction=nonstopmode", name]
            done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=False)
            assert done.returncode == 0, (text, done.stdout[-1500:])
            assert not (tmp_path / "owned").exists()
