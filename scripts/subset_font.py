"""Make the font that every HTML page carries: STIX Two Math, cut down to the characters that pizarra writes.

Without a font with a MATH table a browser draws mathematics broken: brackets one line tall, small sums. So a page
carries its own. The source is the npm package `@fontsource/stix-two-math` (SIL Open Font License 1.1), whose tarball
`npm pack @fontsource/stix-two-math` fetches; it holds one woff2 and the licence. Unhinted, since hints would add a
third and today's screens ignore them. Needs `fonttools` and `brotli`.

    python scripts/subset_font.py fontsource-stix-two-math-5.3.0.tgz
"""

from __future__ import annotations

import io
import sys
import tarfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent.parent / "src" / "pizarra" / "page" / "fonts"

# What the browsers ask of a mathematics font (script-size and dotless forms, accents), and kerning for running text.
FEATURES = ["ssty", "dtls", "flac", "mark", "mkmk", "ccmp", "kern"]

RANGES = (
    (0x20, 0x7E),  # ASCII
    (0xA0, 0x17F),  # the accented letters of Spanish and its neighbours, and ŷ ĥ ŵ
    (0x391, 0x3A9),  # Greek capitals
    (0x3B1, 0x3C9),  # Greek small letters
    (0x1D400, 0x1D4CF),  # bold, italic, bold italic and script Latin
    (0x1D6A8, 0x1D755),  # bold, italic and bold italic Greek
    (0x1D7CE, 0x1D7D7),  # bold digits
    (0x2080, 0x2089),  # subscript digits
)
SINGLES = (
    "ỹẑẏẋż̂̄̃̇̌́̀̈ϕϵϑϱϖ"
    "–—‘’“”†‡•…′″‰‹›€ ⁰ⁱ⁴⁵⁶⁷⁸⁹⁺⁻₊₋"
    "ℎℒℬℰℱℋℐℳℛℝℕℓ∂∇∏∑−∓∘√∞∣∥‖∈∉∅≈≠≡≤≥≪≫⊙⊗⊕⊤⋅⋯⋮⋱∝∼≔∀∃∩∪⊂⊆"
    "←↑→↓↔⇒⇐⇔⟶↦⟨⟩⌈⌉⌊⌋⟦⟧⏟⏞⏠⏡¯ˆ˜˙⎛⎜⎝⎞⎟⎠⎡⎢⎣⎤⎥⎦⎧⎨⎩⎪⎫⎬⎭✓×÷±·"
)


def main(package: str) -> None:
    """Write the subset woff2 and the licence beside the page writer."""
    with tarfile.open(package) as archive:
        font = TTFont(io.BytesIO(_member(archive, "400-normal.woff2")), recalcTimestamp=False)
        licence = _member(archive, "package/LICENSE")
    options = subset.Options(
        flavor="woff2", hinting=False, layout_features=FEATURES, notdef_outline=True, glyph_names=False,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], drop_tables=["DSIG", "gasp"],
    )  # fmt: skip
    subsetter = subset.Subsetter(options)
    wanted = {point for first, last in RANGES for point in range(first, last + 1)} | {ord(c) for c in SINGLES}
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    HERE.mkdir(parents=True, exist_ok=True)
    target = HERE / "stix-two-math.woff2"
    subset.save_font(font, str(target), options)
    (HERE / "OFL.txt").write_bytes(licence)
    missing = sorted(wanted - set(font.getBestCmap()))
    print(f"{target.name}: {target.stat().st_size} bytes, {len(wanted) - len(missing)} characters")
    print("not in the font:", " ".join(f"{chr(p)} U+{p:04X}" for p in missing))


def _member(archive: tarfile.TarFile, ending: str) -> bytes:
    name = next(name for name in archive.getnames() if name.endswith(ending))
    file = archive.extractfile(name)
    assert file is not None
    return file.read()


if __name__ == "__main__":
    main(sys.argv[1])
