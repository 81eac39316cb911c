"""Scales as data: what ships is whole and stays apart for every sight; what people write is checked, place by place."""

import shutil
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.colour import SIGHTS, closest, contrast, distance
from factcheck.domain.scalecheck import findings
from factcheck.errors import InputError, NotFound, Unreadable
from factcheck.resources import folder
from factcheck.services import claims, scales, verdicts
from factcheck.services.desk import Desk

SHIPPED = sorted(folder("scales").glob("*.toml"))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The user's own folder of scales (settings of a test are in its own folder)."""
    place = scales.own_folder()
    place.mkdir(parents=True)
    return place


def write(own: Path, name: str, *changes: tuple[str, str]) -> Path:
    """A copy of the shipped scale with three steps, changed."""
    content = (folder("scales") / "simple.toml").read_text("utf-8")
    for old, new in changes:
        assert old in content
        content = content.replace(old, new, 1)
    path = own / f"{name}.toml"
    path.write_text(content, "utf-8")
    return path


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_ships_has_nothing_wrong(path: Path) -> None:
    assert scales.check(path) == []
    scale = scales.load(path)
    assert scale.key == path.stem
    for rating in scale.ratings:
        assert rating.meaning("fr").endswith((".", "…"))
        assert rating.label("fr") != ""


def test_the_scales_that_ship() -> None:
    keys = {scale.key: [rating.key for rating in scale.ratings] for scale in scales.list_all()}
    assert keys["truth"] == ["true", "mostly-true", "half-true", "misleading", "false", "unproven"]
    assert keys["simple"][3:] == ["unproven", "outdated", "satire", "research-in-progress"]
    assert keys.keys() == {path.stem for path in SHIPPED} >= {"truth", "simple", "quotations", "pictures"}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
@pytest.mark.parametrize("sight", sorted(SIGHTS))
def test_colours_stay_apart_for_every_sight(path: Path, sight: str) -> None:
    ratings = scales.load(path).ratings
    near = [(a.key, b.key) for a, b in combinations(ratings, 2) if distance(a.colour, b.colour, sight) < 20]
    assert near == []
    assert all(contrast(rating.colour, "#ffffff") >= 3 for rating in ratings)
    assert len({rating.glyph for rating in ratings}) == len(ratings)


def test_the_simulation_shows_what_it_should() -> None:
    """Red and green of one lightness look alike without the long cones, and not to others."""
    red, green = "#b04030", "#5a7a20"
    assert distance(red, green) > 50
    assert distance(red, green, "deuteranopia") < 20
    assert distance(red, red, "protanopia") == 0
    assert closest([red, green, "#0000ff"])[2:] == (0, 1)
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('key = "simple"', 'key = "Très simple"', "key"),
        ("version = 1", "version = 0", "version"),
        ("version = 1", 'version = "1"', "version"),
        ('en = "Three steps"', 'en = " "', "names.en"),
        ('key = "mixed"', 'key = "true"', "ratings[2]"),
        ('colour = "#a69511"', 'colour = "olive"', "ratings[2].colour"),
        ('glyph = "◑"', 'glyph = ""', "ratings[2].glyph"),
        ("value = 2", "value = 2.5", "ratings[2].value"),
        ("value = 2", "value = 3", "ratings[2]"),
        ("value = 2", "worth = 2", "ratings[2].worth"),
        ('labels = { en = "Mixed", fr = "Nuancé" }', 'labels = "Mixed"', "ratings[2].labels"),
        ('en = "Mixed"', 'en = "True"', "ratings[2]"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(own: Path, old: str, new: str, where: str) -> None:
    path = write(own, "house", (old, new))
    found = [one for one in scales.check(path) if one.error]
    assert [one.where for one in found] == [where]
    assert found[0].said.startswith(where)
    assert scales.check(path, "fr")[0].said != found[0].said
    with pytest.raises(Unreadable, match="cannot be used"):
        scales.load(path)
    assert list(scales.broken()) == [path]
    assert len(scales.list_all()) == len(SHIPPED)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('fr = "Trois niveaux"', "", "names.fr"),
        ('colour = "#a69511"', 'colour = "#fff7c0"', "ratings[2].colour"),
        ('colour = "#a69511"', 'colour = "#0d9649"', "ratings[2].colour"),
    ],
)
def test_advice_does_not_stop_a_scale(own: Path, old: str, new: str, where: str) -> None:
    path = write(own, "house", (old, new))
    found = scales.check(path)
    assert [(one.where, one.error) for one in found] == [(where, False)]
    assert scales.load(path).key == "simple"


@pytest.mark.parametrize(
    "content", ["", "key = ", "\x00\x01", "ratings = 3", "[[ratings]]\n[[ratings]]", "a = 1\n" * 3]
)
def test_hostile_files_are_told(own: Path, content: str) -> None:
    path = own / "hostile.toml"
    path.write_text(content)
    assert any(one.error for one in scales.check(path))


def test_a_file_in_another_encoding_is_told(own: Path) -> None:
    (own / "latin.toml").write_bytes('key = "é"'.encode("latin-1"))
    assert scales.check(own / "latin.toml")[0].error
    assert scales.check(own / "missing.toml")[0].error


JSONISH = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["key", "labels", "en", "x"]), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["key", "version", "names", "ratings", "more"]), JSONISH))
def test_the_check_takes_any_data(table: dict[str, object]) -> None:
    assert any(one.error for one in findings(table))


def test_ones_own_scale_wins_and_a_verdict_keeps_its_version(desk: Desk, article: str, own: Path) -> None:
    shutil.copy(folder("scales") / "simple.toml", own / "simple.toml")
    claim = claims.of_article(desk, article)[0].id
    given = verdicts.give(desk, claim, "mixed", "Both.", scale_key="simple").value
    assert (given.scale, given.scale_version) == ("simple", 1)
    write(own, "simple", ('en = "Mixed"', 'en = "It depends"'))
    with pytest.raises(InputError, match="without a new version number"):
        verdicts.give(desk, claim, "mixed", "Both.", scale_key="simple")
    write(own, "simple", ('en = "Mixed"', 'en = "It depends"'), ("version = 1", "version = 2"))
    again = verdicts.give(desk, claim, "mixed", "Both.", scale_key="simple").value
    assert again.scale_version == 2
    for version, label in ((1, "Mixed"), (2, "It depends")):
        kept = scales.given_under(desk, "simple", version)
        assert scales.rating_of(kept, "mixed").label("en") == label
    with pytest.raises(NotFound, match="no rating scale"):
        scales.get(desk, "none")
    (own / "none.toml").write_text("key = ")
    with pytest.raises(Unreadable, match="cannot be used"):
        scales.get(desk, "none")


def test_a_correction_uses_the_scale_of_the_verdict_even_when_its_file_is_gone(
    desk: Desk, article: str, own: Path
) -> None:
    path = write(own, "house", ('key = "simple"', 'key = "house"'))
    claim = claims.of_article(desk, article)[0].id
    verdicts.give(desk, claim, "mixed", "Both.", scale_key="house")
    verdicts.publish(desk, [claim])
    path.unlink()
    done = verdicts.correct(desk, claim, what_was_wrong="Half.", because="Neither.", rating="false")
    assert done.value.verdict is not None
    assert (done.value.verdict.scale, done.value.verdict.rating) == ("house", "false")
