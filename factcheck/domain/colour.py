"""Whether colours stay apart for everybody: distances between them as people with colour-vision deficiencies see them.

Simulation after Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision
deficiency", IEEE TVCG 15 (2009), severity 1.0, on linear RGB; distance is CIE 1976 in CIELAB (D65); contrast is WCAG's.
"""

from collections.abc import Sequence

Vector = tuple[float, float, float]
SIGHTS: dict[str, tuple[Vector, Vector, Vector]] = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""How red, green and blue are seen, by the name of the sight."""
_XYZ: tuple[Vector, Vector, Vector] = (
    (0.4124, 0.3576, 0.1805),
    (0.2126, 0.7152, 0.0722),
    (0.0193, 0.1192, 0.9505),
)
_WHITE: Vector = (0.95047, 1.0, 1.08883)


def distance(one: str, other: str, sight: str = "usual") -> float:
    """How far two ``#rrggbb`` colours are apart for that sight; about 2 is just seen side by side, 10 at a glance."""
    first, second = (_lab(_times(SIGHTS[sight], _linear(colour))) for colour in (one, other))
    return float(sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5)


def closest(colours: Sequence[str]) -> tuple[float, str, int, int]:
    """The two colours that some sight tells apart least: distance, sight, and their places. Needs two or more."""
    return min(
        (distance(one, colours[j], sight), sight, i, j)
        for sight in SIGHTS
        for i, one in enumerate(colours)
        for j in range(i + 1, len(colours))
    )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2, relative luminance)."""
    dark, light = sorted(_times(_XYZ, _linear(colour))[1] for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _linear(colour: str) -> Vector:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return _light(red), _light(green), _light(blue)


def _light(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _times(matrix: tuple[Vector, Vector, Vector], vector: Vector) -> Vector:
    """The product, held to what light can be: from nothing to white, whose Z is 1.09."""
    red, green, blue = (min(1.1, max(0.0, sum(a * b for a, b in zip(row, vector, strict=True)))) for row in matrix)
    return red, green, blue


def _lab(seen: Vector) -> Vector:
    x, y, z = (_root(value / white) for value, white in zip(_times(_XYZ, seen), _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(value: float) -> float:
    return float(value ** (1 / 3)) if value > 216 / 24389 else value * 24389 / 27 / 116 + 16 / 116
