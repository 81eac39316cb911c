"""Partial dates: notation, order, words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.dates import Partial, Point, echo, parse, sort_key, valid
from factcheck.errors import InputError


@pytest.mark.parametrize(
    "written",
    [
        "2022",
        "2022-09",
        "2022-09-03",
        "2022-09~",
        "2022?",
        "2022-09-03%",
        "2022-21",
        "199X",
        "19XX",
        "0044-03-15",
        "2022-09/2023-01",
        "2014/..",
        "../2014",
        "2018-10-14/2018-10-15",
        "2022~/2023",
    ],
)
def test_what_is_read_is_written_again(written: str) -> None:
    assert str(parse(written)) == written


@pytest.mark.parametrize(
    "written",
    [
        "now",
        "2022-13",
        "2022-02-30",
        "22-09",
        "2022-9",
        "2023/2022",
        "../..",
        "/",
        "1/2/3",
        "2022-25",
        "199X-05",
        "2022-21-03",
        "2022-09-03T10:00",
        "-2022",
        "20222",
        "２０２２",
    ],
)
def test_what_is_no_date_is_refused(written: str) -> None:
    assert not valid(written)
    with pytest.raises(InputError):
        parse(written)


def test_bounds() -> None:
    assert (parse("2022-09").first, parse("2022-09").last) == (date(2022, 9, 1), date(2022, 9, 30))
    assert (parse("2022-24").first, parse("2022-24").last) == (date(2022, 12, 1), date(2023, 2, 28))
    assert (parse("199X").first, parse("199X").last) == (date(1990, 1, 1), date(1999, 12, 31))
    assert parse("2014/..").last == date.max


def test_order_is_by_time_and_what_has_no_date_comes_last() -> None:
    dates = ["2022-09~", None, "2021", "2022-09-03", "../2014", "soon", "2014/.."]
    assert sorted(dates, key=sort_key)[:5] == ["../2014", "2014/..", "2021", "2022-09~", "2022-09-03"]


@pytest.mark.parametrize(
    ("written", "english", "french"),
    [
        ("2022-09~", "around September 2022", "vers septembre 2022"),
        ("2022-09-03", "September 3, 2022", "3 septembre 2022"),
        ("2022-09-01", "September 1, 2022", "1er septembre 2022"),
        ("2022-21", "spring 2022", "printemps 2022"),
        ("199X", "the 1990s", "les années 1990"),
        ("2014/..", "since 2014", "depuis 2014"),
        ("../2014", "until 2014", "jusqu’à 2014"),
        ("2018-10-14/2018-10-15", "from October 14, 2018 to October 15, 2018", "du 14 octobre 2018 au 15 octobre 2018"),
        ("2022-08/2022-10", "from August 2022 to October 2022", "de août 2022 à octobre 2022"),
        ("2022?", "2022 (uncertain)", "2022 (incertain)"),
    ],
)
def test_in_words(written: str, english: str, french: str) -> None:
    assert echo(written, "en") == english
    assert echo(written, "fr") == french


def test_moving_keeps_what_is_unknown_unknown() -> None:
    assert str(Point(2020, 3).shifted(days=10)) == "2020-03"
    assert str(Point(2020, 1, 31).shifted(months=1)) == "2020-02-29"
    assert str(Point(2020, 2, 29).shifted(years=1)) == "2021-02-28"
    assert str(Point(2020, 12, 31).shifted(days=1)) == "2021-01-01"
    with pytest.raises(InputError):
        Point(9999, 12, 31).shifted(days=1)


POINTS = st.builds(
    Point,
    st.integers(1, 9999),
    st.none() | st.integers(1, 12),
    about=st.booleans(),
    uncertain=st.booleans(),
)


@given(POINTS)
def test_every_point_survives_its_notation(point: Point) -> None:
    assert parse(str(point)) == Partial(point)
    assert parse(str(point)).first <= parse(str(point)).last


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    if valid(text):
        assert str(parse(text))
        assert echo(text, "en")
        assert echo(text, "fr")


def test_a_season_moves_by_years_alone_and_a_century_is_said_by_its_years() -> None:
    spring = parse("2022-21").start
    assert spring is not None
    assert str(spring.shifted(years=2, months=5, days=3)) == "2024-21"
    with pytest.raises(InputError):
        Point(9999, 21).shifted(years=1)
    said = echo("19XX", "en")
    assert "1900" in said
    assert "1999" in said
