"""Sources that an article names, and sources that have one origin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.claim import Kind, Modality, ProposedClaim
from factcheck.web.origins import How, Relay, relayed, shared, suggest

FRENCH = (
    "Selon l’Institut national de la mer, le niveau a monté de 3 mm. D’après une étude de l’Observatoire de Brest, la "
    "tendance s’accélère. Le maire a dit le contraire."
)
ENGLISH = (
    "According to the Office for Coastal Data, the sea rose by 3 mm. The Brest Courier reported that the trend is "
    "speeding up. The mayor said otherwise."
)


def claim(text: str, words: str, claimant: str | None = None, cue: str | None = None) -> ProposedClaim:
    start = text.index(words)
    at = text.index(cue) if cue else None
    return ProposedClaim(
        id=words[:8], start=start, end=start + len(words), text=words, standalone=words, claimant=claimant,
        cue_start=at, cue_end=at + len(cue) if cue and at is not None else None, modality=Modality.REPORTED,
        kind=Kind.FACTUAL, date=None, check_worthiness=0.5,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (FRENCH, ["l’Institut national de la mer", "l’Observatoire de Brest"]),
        (ENGLISH, ["the Office for Coastal Data", "The Brest Courier"]),
        ("Le maire a dit que selon lui rien ne presse.", []),
        ("🏗️ Selon l’Insee, l’été est long.", ["l’Insee"]),
    ],
)
def test_names_after_a_cue_are_suggested(text: str, names: list[str]) -> None:
    found = suggest(text, ())
    assert [s.name for s in found] == names
    for suggestion in found:
        assert text[suggestion.start : suggestion.end] == suggestion.name


def test_links_are_suggested_once_with_the_claims_that_they_stand_in() -> None:
    text = "The sea rose by 3 mm, the report says. The mayor disagrees."
    report = (text.index("the report"), text.index(" says"), "https://data.example/report?utm_source=x")
    again = (0, 7, "https://data.example/report")
    share = (0, 3, "https://www.facebook.com/sharer.php?u=https://courier.example/a")
    own = (0, 3, "https://courier.example/a#top")
    found = suggest(
        text,
        (report, again, share, own),
        [claim(text, "The sea rose by 3 mm, the report says.")],
        "https://courier.example/a",
    )
    assert [(s.how, s.name, s.url) for s in found] == [(How.LINK, "data.example", report[2])]
    assert found[0].claims == ("The sea ",)


def test_a_claimant_found_by_the_splitter_is_suggested_at_its_place() -> None:
    text = "The sea rose by 3 mm, Ines Calloway of the works department said on Tuesday."
    found = suggest(text, (), [claim(text, "The sea rose by 3 mm", "Ines Calloway", "said")])
    assert [(s.name, s.claims) for s in found] == [("Ines Calloway", ("The sea ",))]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        (Relay("1", "PARIS (Reuters) - The sea rose."), ["Reuters"]),
        (Relay("1", "La mer a monté, a appris l’AFP. Selon l’AFP, elle monte encore."), ["AFP"]),
        (Relay("1", "La mer a monté.", author="La rédaction avec AFP"), ["AFP"]),
        (Relay("1", "The sea rose, according to the BBC."), ["BBC"]),
        (Relay("1", "The sea rose, the Brest Courier reported."), ["Brest Courier"]),
        (Relay("1", "The sea rose, according to Ines Calloway."), []),
        (Relay("1", "The sea rose, the BBC reported.", url="https://www.bbc.co.uk/news/1", publisher="BBC News"), []),
        (Relay("1", "Bring a map, and read the AP style guide."), []),
    ],
)
def test_the_outlets_that_a_page_relays(source: Relay, names: list[str]) -> None:
    assert [o.name for o in relayed(source)] == names


def test_two_outlets_that_relay_the_bbc_are_one_source() -> None:
    one = Relay("one", "The sea rose by 3 mm, according to the BBC.", publisher="The Mere Courier")
    two = Relay("two", "La mer a monté de 3 mm, selon la BBC.", publisher="Le Courrier du Val")
    three = Relay("three", "The sea is calm, the mayor said.", publisher="The Evening Lamp")
    (group,) = shared([one, two, three])
    assert (group.how, group.origin, group.ids) == (How.RELAYS, "BBC", ("one", "two"))
    itself = Relay("bbc", "The sea rose by 3 mm.", url="https://www.bbc.com/news/2")
    assert shared([one, itself])[0].ids == ("bbc", "one")


def test_an_outlet_that_is_in_no_list_is_known_by_the_source_that_it_publishes() -> None:
    lamp = Relay("lamp", "The pier closed.", publisher="Evening Lamp")
    relay = Relay("relay", "The pier closed, according to Evening Lamp.", publisher="The Mere Courier")
    assert shared([lamp, relay])[0].ids == ("lamp", "relay")


def test_the_same_text_printed_twice() -> None:
    story = " ".join(f"Sentence number {n} tells of the pier and of the sea at {n} o’clock." for n in range(20))
    other = " ".join(f"Another account, the {n}th, has it that nobody saw the pier fall down." for n in range(20))
    groups = shared([Relay("a", story), Relay("b", other), Relay("c", "A word first. " + story[:900])])
    assert [(g.how, g.origin, g.ids) for g in groups] == [(How.SAME_TEXT, None, ("a", "c"))]


BROKEN = ["https://example.org:99999/a", "https://[example/a", "https://example.org:none/"]


@pytest.mark.parametrize("url", BROKEN)
def test_broken_addresses_do_no_harm(url: str) -> None:
    assert suggest("see there", [(4, 9, url)], own_url=url) == ()
    assert [one.url for one in suggest("see there", [(4, 9, "https://example.org/b")], own_url=url)] == [
        "https://example.org/b"
    ]
    groups = shared([Relay("a", "One text.", url=url), Relay("b", "Another text.", url=url)])
    assert [group.origin for group in groups] in ([], ["example.org"])


@pytest.mark.parametrize("piece", ["A.", "A", "Aa ", "selon ", "d’A", "according to A ", "rapport de "])
def test_repetitions_are_looked_through_once(piece: str) -> None:
    """Patterns for names that began anew at each letter of an endless word would take hours."""
    assert len(suggest(piece * 20_000, ())) <= 1


@given(st.text(max_size=200), st.text(max_size=40))
def test_any_text_is_read(text: str, name: str) -> None:
    for suggestion in suggest(text, ()):
        assert text[suggestion.start : suggestion.end] == suggestion.name
    relayed(Relay("1", text, publisher=name, author=name), [name])
