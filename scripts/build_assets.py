#!/usr/bin/env python3
"""Builds what the browser loads from what people edit: two stylesheets and one sprite, without npm.

    python scripts/build_assets.py           write static/css/site.css, static/css/desks.css, static/img/sprite.svg
    python scripts/build_assets.py --check   exit 1 when one of them is old

The stylesheet is tokens.css, the colours of the vocabularies, base.css, layout.css, components/*.css by name and
print.css, with comments and needless spaces taken out. What only the desks need, desks/*.css, is a stylesheet of its
own, so that readers do not load it. The sprite is the land of static/vendor/world-dots.svg and the signs of
static/img/signs/.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CSS = ROOT / "static" / "css"
IMG = ROOT / "static" / "img"
VOCABULARY = ROOT / "practices" / "vocabulary" / "data"


def vocabulary_colours() -> str:
    """Classes `.theme--<slug>` and `.sdg--<n>` that set the colours of the vocabularies."""
    themes = json.loads((VOCABULARY / "themes.json").read_text("utf8"))
    goals = json.loads((VOCABULARY / "sdgs.json").read_text("utf8"))
    lines = [
        f".theme--{theme['slug']}{{--theme:light-dark({theme['colour']['light']},{theme['colour']['dark']})}}"
        for theme in themes
        if theme.get("colour")
    ]
    text = {"white": "#fff", "black": "#000"}
    lines += [
        f".sdg--{goal['number']}{{--sdg:{goal['colour'].lower()};--sdg-text:{text[goal['text']]}}}" for goal in goals
    ]
    return "\n".join(lines)


def parts() -> Iterator[str]:
    """The parts of the stylesheet in their order."""
    yield (CSS / "tokens.css").read_text("utf8")
    yield vocabulary_colours()
    for name in ("base.css", "layout.css"):
        yield (CSS / name).read_text("utf8")
    for path in sorted((CSS / "components").glob("*.css")):
        yield path.read_text("utf8")
    yield (CSS / "print.css").read_text("utf8")


def minified(css: str) -> str:
    """CSS without comments and without spaces that mean nothing."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?", r"\1", css)
    css = re.sub(r"(?<=[a-z-]): ", ":", css)
    return css.replace(";}", "}").strip() + "\n"


def stylesheet() -> str:
    """The whole stylesheet."""
    return minified("\n".join(parts()))


def desks() -> str:
    """What the desks of cities, reviewers and editors add to it."""
    return minified("\n".join(path.read_text("utf8") for path in sorted((CSS / "desks").glob("*.css"))))


def sprite() -> str:
    """Land and signs as one SVG; each sign is a symbol named by its file."""
    world = (ROOT / "static" / "vendor" / "world-dots.svg").read_text("utf8")
    land = re.search(r'<path id="land".*?/>', world, re.DOTALL)
    assert land, "world-dots.svg has no #land"
    symbols = []
    for path in sorted((IMG / "signs").glob("*.svg")):
        found = re.fullmatch(r'\s*<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)</svg>\s*', path.read_text("utf8"), re.DOTALL)
        assert found, f"{path.name} is not a plain svg with a viewBox"
        view, drawing = found.groups()
        symbols.append(f'<symbol id="{path.stem}" viewBox="{view}">{drawing.strip()}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">' + land.group(0) + "".join(symbols) + "</svg>\n"


def outputs() -> dict[Path, str]:
    """File → what it must hold."""
    return {CSS / "site.css": stylesheet(), CSS / "desks.css": desks(), IMG / "sprite.svg": sprite()}


def main() -> int:
    """Write, or check with --check."""
    old = [path for path, text in outputs().items() if not path.exists() or path.read_text("utf8") != text]
    if "--check" in sys.argv[1:]:
        for path in old:
            print(f"{path.relative_to(ROOT)} is old: run python scripts/build_assets.py")
        return 1 if old else 0
    for path in old:
        path.write_text(outputs()[path], "utf8")
        print(f"wrote {path.relative_to(ROOT)}, {len(outputs()[path])} characters")
    return 0


if __name__ == "__main__":
    sys.exit(main())
