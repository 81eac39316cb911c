"""Colours: contrast in every theme, verdicts apart for every eye."""

import itertools

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from factcheck.services import scales
from ui import fonts
from ui.theme import THEMES, contrast, look

# Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB: protanopia, deuteranopia, tritanopia.
BLIND = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _lab(colour: QColor, matrix: tuple[tuple[float, ...], ...] | None) -> tuple[float, float, float]:
    rgb = [_linear(v) for v in (colour.redF(), colour.greenF(), colour.blueF())]
    if matrix is not None:
        rgb = [min(max(sum(m * v for m, v in zip(row, rgb, strict=True)), 0.0), 1.0) for row in matrix]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    x, y, z = (sum(m * v for m, v in zip(row, rgb, strict=True)) for row in to_xyz)
    f = [v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x / 0.95047, y, z / 1.08883)]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def _apart(one: QColor, other: QColor, matrix: tuple[tuple[float, ...], ...] | None) -> float:
    return sum((a - b) ** 2 for a, b in zip(_lab(one, matrix), _lab(other, matrix), strict=True)) ** 0.5


@pytest.fixture(params=list(THEMES))
def theme(request, plain) -> str:
    look.apply(request.param, 100)
    return request.param


def test_text_keeps_its_contrast_on_every_ground(theme: str) -> None:
    for ground in ("window", "paper", "raised", "selected", "hover"):
        assert contrast(look.colour("text"), look.colour(ground)) >= 7, ground
    for ground in ("window", "paper", "raised"):
        for ink in ("muted", "accent", "warn", "good"):
            assert contrast(look.colour(ink), look.colour(ground)) >= 4.5, (ink, ground)
    assert contrast(look.colour("on_accent"), look.colour("accent")) >= 4.5


def test_words_keep_their_contrast_on_every_verdicts_tint(theme: str) -> None:
    for scale in scales.list_all():
        for rating in scale.ratings:
            for share in (None, 0.22):
                tint = look.tinted(QColor(rating.colour), share)
                assert contrast(look.colour("text"), tint) >= 4.5, rating.key
            assert contrast(look.readable(QColor(rating.colour)), look.colour("paper")) >= 4.5


@pytest.mark.parametrize("eye", [None, *BLIND])
def test_verdict_colours_stay_apart_for_every_eye(eye: str | None) -> None:
    matrix = BLIND[eye] if eye else None
    for scale in scales.list_all():
        for one, other in itertools.combinations(scale.ratings, 2):
            assert one.glyph != other.glyph
            # Grey and the middle of the scale come near one another for some eyes: there the glyph alone must do.
            if None not in {one.value, other.value} and abs(one.value - other.value) >= 2:
                far = _apart(QColor(one.colour), QColor(other.colour), matrix)
                assert far >= 10, (scale.key, one.key, other.key, eye)


def test_tints_of_a_theme_differ_from_the_paper(theme: str) -> None:
    for scale in scales.list_all():
        for rating in scale.ratings:
            assert _apart(look.tinted(QColor(rating.colour)), look.colour("paper"), None) > 4


@pytest.mark.parametrize("zoom", [80, 100, 150, 200])
def test_the_zoom_sizes_every_face(plain, zoom: int) -> None:
    look.apply("light", zoom)
    assert QApplication.font().pixelSize() == round(14 * zoom / 100)
    assert look.serif(18).pixelSize() == round(18 * zoom / 100)


def test_the_zoom_is_bounded(plain) -> None:
    look.apply("light", 500)
    assert look.zoom == 200
    look.apply("light", 10)
    assert look.zoom == 80


def test_the_bundled_faces_are_used_and_speak_french(app) -> None:
    from PySide6.QtGui import QFontInfo, QRawFont

    for made, family in ((fonts.serif(18), fonts.SERIF), (fonts.sans(14), fonts.SANS)):
        assert QFontInfo(made).family() == family
        face = QRawFont.fromFont(made)
        letters = "éèêëàâîïôùûüÿçœæŒÆÉÀ«»’…–—\u00a0€"
        assert all(face.glyphIndexesForString(letters))
