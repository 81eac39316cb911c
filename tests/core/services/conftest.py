"""A desk of its own for each test, with an article whose split is written out by hand."""

from collections.abc import Iterator

import pytest

from factcheck.domain.article import Draft, text_sha256
from factcheck.domain.claim import Kind, Modality, ProposedClaim, Reason, Rest, Split
from factcheck.domain.place import Place
from factcheck.services import articles
from factcheck.services.desk import Desk

TEXT = "🛠 Mayor Ida Quill said the bridge cost 4 million crowns. It may close in May. Is that true? More soon."


def proposed(words: str, **fields: object) -> ProposedClaim:
    """A proposal for the words of ``TEXT``."""
    start = TEXT.index(words)
    usual: dict[str, object] = {
        "standalone": words,
        "claimant": None,
        "cue_start": None,
        "cue_end": None,
        "modality": Modality.ASSERTED,
        "kind": Kind.FACTUAL,
        "date": None,
        "check_worthiness": 0.5,
    }
    return ProposedClaim(id=words[:8], start=start, end=start + len(words), text=words, **usual | fields)  # type: ignore[arg-type]


def split() -> Split:
    """What a careful reader would propose of ``TEXT``."""
    cue = TEXT.index("Mayor")
    return Split(
        title=None,
        language="en",
        date="2026-03",
        sha256=text_sha256(TEXT),
        claims=(
            proposed(
                "the bridge cost 4 million crowns",
                claimant="Mayor Ida Quill",
                cue_start=cue,
                cue_end=cue + 20,
                modality=Modality.REPORTED,
                kind=Kind.QUANTITY,
                check_worthiness=0.9,
                reasons=(Reason("claimant", "reporting-verb", "said", cue + 16, cue + 20),),
            ),
            proposed("It may close in May", modality=Modality.HEDGED, date="2026-05", check_worthiness=0.6),
            proposed("Is that true?", kind=Kind.QUESTION, check_worthiness=0.1),
        ),
        rest=(Rest(TEXT.index("More"), len(TEXT), "teaser"),),
        notes=(),
    )


@pytest.fixture
def desk(place: Place) -> Iterator[Desk]:
    """A desk on a new library."""
    made = Desk.open(place, reviewer="Ana")
    yield made
    made.close()


@pytest.fixture
def article(desk: Desk) -> str:
    """The id of an article with three proposed claims."""
    return articles.add(desk, Draft(text=TEXT, outlet="The Tidewater Post"), split()).value
