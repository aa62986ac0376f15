"""What can be read: every text on every ground that the sheets put it on has the contrast of WCAG 2.1 AA.

The pairs are what the sheets use; a pair that no sheet names any more, or a colour outside the tokens, fails too.
"""

import re
from functools import cache
from pathlib import Path

import pytest

SHEETS = Path(__file__).resolve().parents[1] / "src/shouwang/desk/static/desk"
COMMON = ("frame", "forms", "parts", "field")

TEXTS = ("ink", "soft", "seal", "jade", "amber", "sky")
GROUNDS = ("paper", "sheet", "wash")
TEXT_PAIRS = [
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    *((text, f"{tone}-wash") for tone in ("seal", "jade", "amber", "sky") for text in ("ink", "soft", tone)),
    ("paper", "ink"),  # what is chosen, what is hinted
    ("on-go", "go"),
    ("on-jade", "jade"),
    *(("paper", tone) for tone in ("jade", "amber", "seal", "sky")),  # the marks of notes
]
SHAPE_PAIRS = [
    *(("edge", ground) for ground in GROUNDS),  # the border of a field
    *(("sky", ground) for ground in (*GROUNDS, "seal-wash", "amber-wash", "jade-wash")),  # the ring around the focus
    ("jade", "wash"),  # how far a round is
]
SCHEMES = ("light", "dark")


@cache
def tokens(scheme: str) -> dict[str, str]:
    text = (SHEETS / "tokens.css").read_text(encoding="utf-8")
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    return {**found, **dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark))} if scheme == "dark" else found


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.1)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_standard_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read(text, ground, scheme):
    found = tokens(scheme)

    assert contrast(found[text], found[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_what_is_not_text_can_be_seen(shape, ground, scheme):
    found = tokens(scheme)

    assert contrast(found[shape], found[ground]) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_cells_of_the_house_plan_differ_from_each_other(scheme):
    found = tokens(scheme)
    cells = [found["plan-ok"], found["plan-later"], found["plan-bad"], found["wash"]]

    assert len(set(cells)) == 4
    assert contrast(found["plan-bad"], found["plan-ok"]) >= 1.5


def test_every_rule_that_sets_text_on_a_ground_uses_a_measured_pair():
    measured = {*TEXT_PAIRS}
    unmeasured = []
    for name in COMMON:
        sheet = re.sub(r"/\*.*?\*/", "", (SHEETS / f"{name}.css").read_text(encoding="utf-8"), flags=re.DOTALL)
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
            ground = re.search(r"(?:^|[;\s])background(?:-color)?: var\(--([\w-]+)\)", body)
            text = re.search(r"(?:^|[;\s])color: var\(--([\w-]+)\)", body)
            if ground and text and (text[1], ground[1]) not in measured:
                unmeasured.append(f"{name}.css {selector.strip()}: {text[1]} on {ground[1]}")

    assert unmeasured == []


def test_colours_live_in_the_tokens_alone():
    strays = []
    for name in COMMON:
        sheet = re.sub(r"/\*.*?\*/", "", (SHEETS / f"{name}.css").read_text(encoding="utf-8"), flags=re.DOTALL)
        strays += [f"{name}.css: {colour}" for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b", sheet)]

    assert [stray for stray in strays if not stray.endswith(("#fff", "#000"))] == []  # the ground of a QR code, a shade


def test_fields_are_large_enough_that_telephones_do_not_zoom():
    sheet = (SHEETS / "forms.css").read_text(encoding="utf-8")
    (size,) = re.findall(r"select, textarea \{[^}]*?font-size: (\d+)px", sheet)

    assert int(size) >= 16
