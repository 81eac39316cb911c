"""Time expressions: read against the article's date, never more precise than the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.dates import parse, valid
from factcheck.text.dates import find
from factcheck.text.languages import pack


def read(language: str, text: str, anchor: str | None, *, future: bool = False) -> list[str | None]:
    found = find(text, pack(language), parse(anchor) if anchor else None, future=future)
    return [str(f.resolved) if f.resolved else None for f in found]


# October 18, 2018 was a Thursday.
@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("hier", "2018-10-17"),
        ("avant-hier", "2018-10-16"),
        ("aujourd'hui", "2018-10-18"),
        ("mardi", "2018-10-16"),
        ("jeudi dernier", "2018-10-11"),
        ("lundi 22 octobre", "2018-10-22"),
        ("dans la nuit de mercredi à jeudi", "2018-10-17/2018-10-18"),
        ("dans la nuit de dimanche 14 à lundi 15 octobre", "2018-10-14/2018-10-15"),
        ("il y a trois jours", "2018-10-15"),
        ("il y a environ un an", "2017~"),
        ("en septembre il y a environ un an", "2017-09"),
        ("en septembre", "2018-09"),
        ("en avril dernier", "2018-04"),
        ("le 20 janvier prochain", "2019-01-20"),
        ("depuis 2014", "2014/.."),
        ("depuis trois ans", "2015/.."),
        ("l'an dernier", "2017"),
        ("l'été dernier", "2018-22"),
        ("au printemps 2016", "2016-21"),
        ("du 3 au 5 mai 2017", "2017-05-03/2017-05-05"),
        ("entre 2010 et 2015", "2010/2015"),
        ("dans les années 1990", "199X"),
        ("au 19e siècle", "18XX"),
        ("vers 1850", "1850~"),
        ("le 1er mars", "2018-03-01"),
        ("le 03/09/2017", "2017-09-03"),
    ],
)
def test_french(text: str, date: str) -> None:
    assert read("fr", f"Cela s'est passé {text}.", "2018-10-18") == [date]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("yesterday", "2018-10-17"),
        ("on Tuesday", "2018-10-16"),
        ("last Tuesday", "2018-10-16"),
        ("last Thursday", "2018-10-11"),
        ("next Monday", "2018-10-22"),
        ("on April 29", "2018-04-29"),
        ("on 29 April 2012", "2012-04-29"),
        ("three days ago", "2018-10-15"),
        ("about two years ago", "2016~"),
        ("since 2014", "2014/.."),
        ("in March", "2018-03"),
        ("last year", "2017"),
        ("last month", "2018-09"),
        ("last week", "2018-10-08/2018-10-14"),
        ("in the summer of 2003", "2003-22"),
        ("in the 1990s", "199X"),
        ("in 1997 and 1998", "1997/1998"),
        ("from November 20 to December 11, 2017", "2017-11-20/2017-12-11"),
        ("around 1850", "1850~"),
        ("until 2010", "../2010"),
    ],
)
def test_english(text: str, date: str) -> None:
    assert read("en", f"It happened {text}.", "2018-10-18") == [date]


def test_what_lies_ahead_takes_the_coming_date() -> None:
    assert read("en", "It is to be held from November 20 to December 11.", "2018-05-07", future=True) == [
        "2018-11-20/2018-12-11"
    ]
    assert read("fr", "Il viendra lundi.", "2018-10-18", future=True) == ["2018-10-22"]
    assert read("fr", "Il viendra le 3 mars.", "2018-10-18", future=True) == ["2019-03-03"]


def test_no_more_precise_than_the_article() -> None:
    assert read("fr", "Il est venu mercredi, dans la nuit de mardi à mercredi, hier.", "2018-10") == ["2018-10"] * 3
    assert read("fr", "Il est venu mercredi.", None) == [None]
    assert read("fr", "Il est venu en 2014.", None) == ["2014"]


@pytest.mark.parametrize("text", ["it may be so", "they march on", "sept personnes", "31/02/2018", "le 31 avril 2018"])
def test_what_is_no_date(text: str) -> None:
    for language in ("en", "fr"):
        assert [d for d in read(language, text, "2018-10-18") if d] == []


@given(st.text(max_size=80), st.sampled_from(["2018-10-18", "2018-10", "2018", "0001-01-01", "9999-12-31", None]))
def test_whatever_is_found_is_a_date_that_stands_there(text: str, anchor: str | None) -> None:
    for language in ("en", "fr"):
        for found in find(text, pack(language), parse(anchor) if anchor else None):
            assert text[found.start : found.end] == found.text
            assert found.resolved is None or valid(str(found.resolved))


# November 21, 2024 was a Thursday.
@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("fr", "Les fissures étaient connues dès 2016.", "2016"),
        ("fr", "L'audience a été renvoyée au 16 janvier.", "2025-01-16"),
        ("fr", "Elle a comparu le 16 janvier.", "2024-01-16"),
        ("fr", "Les ventes ont reculé au troisième trimestre.", "2024-07/2024-09"),
        ("fr", "Elles avaient monté au premier semestre 2023.", "2023-01/2023-06"),
        ("fr", "Il a neigé tout le week-end.", "2024-11-16/2024-11-17"),
        ("fr", "Le plan tombera avant la fin du mois.", "2024-11"),
        ("en", "The vote was postponed until 16 January.", "2025-01-16"),
        ("en", "She spoke on 16 January.", "2024-01-16"),
        ("en", "Sales fell in the third quarter.", "2024-07/2024-09"),
        ("en", "Trains stopped over the weekend.", "2024-11-16/2024-11-17"),
        ("en", "They have waited since the weekend.", "2024-11-16/.."),
        ("en", "Repairs were to be over by Monday.", "2024-11-25"),
        ("en", "It decides by the end of the year.", "2024"),
    ],
)
def test_terms_quarters_and_weekends(language: str, text: str, date: str) -> None:
    assert read(language, text, "2024-11-21") == [date]


@pytest.mark.parametrize(
    ("language", "text", "dates"),
    [
        ("fr", "Le pont fut fini en 1931 et rompit six ans plus tard.", ["1931", "1937"]),
        ("fr", "Le pont rompit six ans plus tard.", [None]),
        ("en", "Work began in 1955 and ended three years later.", ["1955", "1958"]),
        ("en", "It was sold in 1955, two years earlier than planned.", ["1955", "1953"]),
    ],
)
def test_years_counted_from_the_date_told_last(language: str, text: str, dates: list[str | None]) -> None:
    assert read(language, text, "2024-11-21") == dates


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("fr", "Le plan, présenté mardi, prévoit dix postes.", "2024-11-19"),
        ("fr", "Le plan sera présenté mardi.", "2024-11-26"),
        ("en", "The plan, unveiled on Tuesday, foresees ten posts.", "2024-11-19"),
        ("en", "The plan will be unveiled on Tuesday.", "2024-11-26"),
    ],
)
def test_an_aside_tells_what_is_over(language: str, text: str, date: str) -> None:
    assert read(language, text, "2024-11-21", future=True) == [date]


# November 21, 2024 was a Thursday.
@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("La mairie a convoqué les forains pour lundi.", ["2024-11-25"]),
        ("Le tribunal a suspendu les travaux jusqu'à lundi.", ["2024-11-25"]),
        ("La pluie est annoncée d'ici dimanche.", ["2024-11-24"]),
        ("L'affaire remonte au printemps.", ["2024-21"]),
        ("La halle rouvre pour l'hiver.", ["2024-24"]),
        ("Il attend depuis l'été.", ["2024-22/.."]),
        ("C'est la troisième panne depuis le début de l'année.", ["2024"]),
        ("Neuf pannes depuis le début du mois.", ["2024-11"]),
        ("Il a été entendu dans la soirée.", ["2024-11-21"]),
        ("Elle est venue mardi et repartie dans la soirée.", ["2024-11-19", "2024-11-19"]),
        ("Il est venu mardi et reparti le lendemain.", ["2024-11-19", "2024-11-20"]),
        ("La grève a commencé la veille.", ["2024-11-20"]),
        ("Elle a fondé le club en 1998 et l'a vendu la même année.", ["1998", "1998"]),
        ("Elle a écrit deux fois, en 2014 et en 2016.", ["2014/2016"]),
        ("Le four a fermé à la fin de l'année 2019.", ["2019"]),
        ("En début de semaine, un bac avait coulé.", ["2024-11-18/2024-11-24"]),
        ("Il y a une dizaine d'années, le bourg avait un cinéma.", ["2014~"]),
        ("Le navire est attendu vendredi à Brest.", ["2024-11-22"]),
        ("Tout change dès la rentrée 2027.", ["2027"]),
        ("Le 26 sept, sept bacs ont coulé.", ["2024-09-26"]),
        ("Le lendemain de la fête, il neigeait.", []),
    ],
)
def test_french_terms_seasons_and_parts_of_a_day(text: str, dates: list[str]) -> None:
    assert read("fr", text, "2024-11-21") == dates


def test_a_season_that_lies_ahead_is_the_next_one() -> None:
    assert read("fr", "Le livre paraîtra à l'automne.", "2025-03-03", future=True) == ["2025-23"]
    assert read("fr", "Le livre paraîtra au printemps.", "2025-10-03", future=True) == ["2026-21"]
    assert read("fr", "Le livre a paru à l'automne.", "2025-03-03") == ["2024-23"]
