"""A page: blocks of plain data, and the writers that write them as text, Markdown, LaTeX and HTML."""
