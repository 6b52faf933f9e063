"""Written: what has a page writes itself, in every format and language."""

from __future__ import annotations

from typing import Any

from ..errors import DataError, shown
from ..language import catalogue

FLAVOURS = ("notebook", "github")


class Written:
    """Something with a `page`, and a `language` to write it in unless another is asked for.

    The writers are loaded when they are called: most programs need one of them. Raises PizarraError for a language
    that there is not.
    """

    page: Any  # a Page, made when it is first asked for
    language: str

    def _in(self, language: str | None) -> str:
        """Give the language to write in: the one asked for, or its own."""
        chosen = self.language if language is None else language
        catalogue(chosen)
        return chosen

    def text(
        self,
        language: str | None = None,
        *,
        width: int | None = None,
        ascii: bool = False,
        color: bool = False,
    ) -> str:
        """Write it for a terminal: `ascii` uses no other characters, `color` adds ANSI codes."""
        from .text import text

        return text(self.page, self._in(language), width=width, ascii=ascii, color=color)

    def markdown(self, language: str | None = None, *, flavour: str = "notebook") -> str:
        """Write it as Markdown with LaTeX: for notebooks (`$$`), or for GitHub (`flavour="github"`)."""
        from .markdown import markdown

        if flavour not in FLAVOURS:
            raise DataError(f"There is no Markdown flavour {shown(flavour)}. Known: {', '.join(FLAVOURS)}.")
        return markdown(self.page, self._in(language), flavour=flavour)  # type: ignore[arg-type]

    def latex(self, language: str | None = None) -> str:
        """Write it as a LaTeX document, which needs amsmath only."""
        from .latex import latex_page

        return latex_page(self.page, self._in(language))

    def html(self, language: str | None = None) -> str:
        """Write it as one HTML page that needs nothing else: no script, no network."""
        from .html import html

        return html(self.page, self._in(language))

    def _repr_markdown_(self) -> str:
        return self.markdown()

    def __str__(self) -> str:
        return self.text()
