"""A desk with a library of its own, and articles whose claims are given rather than found."""

from collections.abc import Iterator, Sequence

import pytest

from factcheck.domain.article import Draft, text_sha256
from factcheck.domain.claim import Claim, Kind, Modality, ProposedClaim, Split
from factcheck.domain.place import Place
from factcheck.services import articles, claims
from factcheck.services.desk import Desk


class Bench:
    """A desk and what a test does again and again with it."""

    def __init__(self, folder: Place) -> None:
        self.desk = Desk.open(folder, reviewer="Ada")

    def article(
        self,
        sentences: Sequence[str],
        *,
        title: str = "Notes",
        language: str = "en",
        said: str | None = None,
        claimant: str | None = None,
        outlet: str | None = None,
        date: str | None = None,
    ) -> list[Claim]:
        """Store an article whose every sentence is a claim; returns the claims, accepted."""
        text = " ".join(sentences)
        at, proposed = 0, []
        for sentence in sentences:
            start = text.index(sentence, at)
            at = start + len(sentence)
            proposed.append(
                ProposedClaim(
                    "", start, at, sentence, sentence, claimant, None, None, Modality.ASSERTED, Kind.FACTUAL, said, 0.5
                )
            )
        split = Split(title, language, date, text_sha256(text), tuple(proposed), ())
        article = articles.add(self.desk, Draft(text, title=title, outlet=outlet), split).value
        found = claims.of_article(self.desk, article)
        return claims.accept(self.desk, [claim.id for claim in found]).value


@pytest.fixture
def bench(place: Place) -> Iterator[Bench]:
    made = Bench(place)
    yield made
    made.desk.close()
