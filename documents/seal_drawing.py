"""A round seal 印章 as outlines: ring, five-pointed star, the body's name along the ring. No font and no picture goes along."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import uharfbuzz

from documents import characters

CENTIMETRE = 72 / 2.54
DIAMETER = 4.2 * CENTIMETRE
"""国发〔1999〕25号 14: the seal of an association is round, at most 4.5 cm, with a five-pointed star."""
RING = 1.2 / 10 * CENTIMETRE
STAR = 0.7 * CENTIMETRE
LARGEST = 0.5 * CENTIMETRE
SPREAD = 250.0
"""Degrees of the ring that a long name takes at most."""
FONTS = ("DocBiaosong.ttf", "DocSong.ttf", "DocRest.ttf")
RED = (0.84, 0.08, 0.10)
PRACTICE = "练习用章"

Step = tuple[str, tuple[float, ...]]


class CannotDraw(Exception):
    """A character of the name is in none of our fonts."""


def as_pdf(name: str, *, practice: bool = False) -> bytes:
    """The seal as operators of a PDF page, its box from 0,0 to DIAMETER,DIAMETER."""
    colour = " ".join(str(part) for part in RED)
    half = DIAMETER / 2
    lines = [f"{colour} rg {colour} RG {RING:.3f} w"]
    lines += [_in_pdf(_circle(half, half, half - RING / 2)), "S"]
    lines += [_in_pdf(_star(half, half)), "f"]
    lines += [f"{_in_pdf(outline)} f" for outline in _letters(name, practice=practice)]
    return "\n".join(lines).encode("ascii")


def as_svg(name: str, *, practice: bool = False) -> str:
    """The same for a screen."""
    half = DIAMETER / 2
    colour = "#{:02x}{:02x}{:02x}".format(*(round(part * 255) for part in RED))
    outlines = "".join(
        f'<path d="{_in_svg(path)}"/>' for path in [_star(half, half), *_letters(name, practice=practice)]
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {DIAMETER:.2f} {DIAMETER:.2f}" width="160" height="160">'
        f'<g transform="matrix(1 0 0 -1 0 {DIAMETER:.2f})" fill="{colour}">'
        f'<circle cx="{half:.2f}" cy="{half:.2f}" r="{half - RING / 2:.2f}" fill="none" stroke="{colour}" '
        f'stroke-width="{RING:.2f}"/>{outlines}</g></svg>'
    )


# --- outlines -----------------------------------------------------------------------------------------------------


def _letters(name: str, *, practice: bool) -> Iterator[list[Step]]:
    """Each character of the name upright along the ring, evenly spaced and symmetric about the top."""
    half, count = DIAMETER / 2, len(name)
    step = min(SPREAD / max(count - 1, 1), 26.0)
    size = LARGEST
    middle = half - RING - size * 0.62
    room = math.radians(step) * middle  # along the ring, for one character
    narrow = min(1.0, room / size * 1.02)
    for index, character in enumerate(name):
        turn = math.radians((count - 1) / 2 * step - index * step)  # counter-clockwise from the top
        x, y = half - middle * math.sin(turn), half + middle * math.cos(turn)
        yield _glyph(character, x, y, size, turn, narrow)
    if practice:
        small = LARGEST * 0.8
        for index, character in enumerate(PRACTICE):
            yield _glyph(character, half + (index - (len(PRACTICE) - 1) / 2) * small, half - STAR - small, small, 0, 1)


@cache
def _fonts() -> tuple[Any, ...]:
    files: list[Path] = [characters.FONT_FILES / name for name in FONTS]
    files += characters.rare_font_files()
    return tuple(
        uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))) for path in files if path.exists()
    )


@cache
def _outline(character: str) -> tuple[Step, ...]:
    """The outline of one character in units of its em, the middle of its square at 0,0."""
    for font in _fonts():
        glyph = font.get_nominal_glyph(ord(character))
        if glyph:
            em, wide = font.face.upem, font.get_glyph_h_advance(glyph)
            lift = em * 0.38  # the middle of a Chinese character above the base line
            return tuple(
                (kind, tuple((v - (wide / 2 if i % 2 == 0 else lift)) / em for i, v in enumerate(at)))
                for kind, at in _drawn(font, glyph)
            )
    raise CannotDraw(character)


def _drawn(font: Any, glyph: int) -> list[Step]:
    steps: list[Step] = []
    draw = uharfbuzz.DrawFuncs()
    draw.set_move_to_func(lambda x, y, data: steps.append(("m", (x, y))))
    draw.set_line_to_func(lambda x, y, data: steps.append(("l", (x, y))))
    draw.set_quadratic_to_func(lambda a, b, x, y, data: steps.append(("q", (a, b, x, y))))
    draw.set_cubic_to_func(lambda a, b, c, d, x, y, data: steps.append(("c", (a, b, c, d, x, y))))
    draw.set_close_path_func(lambda data: steps.append(("h", ())))
    font.draw_glyph(glyph, draw, None)
    return steps


def _glyph(character: str, x: float, y: float, size: float, turn: float, narrow: float) -> list[Step]:
    cosine, sine = math.cos(turn), math.sin(turn)

    def placed(at: tuple[float, ...]) -> tuple[float, ...]:
        found: list[float] = []
        for a, b in zip(at[::2], at[1::2], strict=True):
            a, b = a * size * narrow, b * size
            found += [x + a * cosine - b * sine, y + a * sine + b * cosine]
        return tuple(found)

    return [(kind, placed(at)) for kind, at in _outline(character)]


def _star(x: float, y: float) -> list[Step]:
    inner = STAR * math.sin(math.radians(18)) / math.sin(math.radians(54))
    points = []
    for corner in range(10):
        far = STAR if corner % 2 == 0 else inner
        turn = math.radians(90 + 36 * corner)
        points.append((x + far * math.cos(turn), y + far * math.sin(turn)))
    return [("m", points[0]), *(("l", point) for point in points[1:]), ("h", ())]


def _circle(x: float, y: float, radius: float) -> list[Step]:
    k = radius * 0.5522847498
    return [
        ("m", (x + radius, y)),
        ("c", (x + radius, y + k, x + k, y + radius, x, y + radius)),
        ("c", (x - k, y + radius, x - radius, y + k, x - radius, y)),
        ("c", (x - radius, y - k, x - k, y - radius, x, y - radius)),
        ("c", (x + k, y - radius, x + radius, y - k, x + radius, y)),
        ("h", ()),
    ]


def _in_pdf(steps: list[Step]) -> str:
    """PDF knows no quadratic curves: each becomes the cubic one of the same shape."""
    out, here = [], (0.0, 0.0)
    for kind, at in steps:
        if kind == "q":
            a, b, x, y = at
            at = (here[0] + 2 / 3 * (a - here[0]), here[1] + 2 / 3 * (b - here[1]))
            at += (x + 2 / 3 * (a - x), y + 2 / 3 * (b - y), x, y)
            kind = "c"
        out.append(f"{' '.join(f'{value:.3f}' for value in at)} {kind}".strip())
        if at:
            here = (at[-2], at[-1])
    return " ".join(out)


def _in_svg(steps: list[Step]) -> str:
    letters = {"m": "M", "l": "L", "q": "Q", "c": "C", "h": "Z"}
    return " ".join(f"{letters[kind]}{' '.join(f'{value:.2f}' for value in at)}" for kind, at in steps)
