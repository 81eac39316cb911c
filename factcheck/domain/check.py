"""Earlier checks: what somebody published about a claim, as an archive brings it in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EarlierCheck:
    """A check that somebody published. Texts are plain; dates are EDTF; ``mended`` names what was changed in it.

    ``date`` is the day of the check, ``claim_date`` that of the claim. ``row`` counts from 1.
    """

    row: int
    own_id: str | None
    text: str
    title: str = ""
    summary: str = ""
    url: str | None = None
    rating: str | None = None
    claimant: str = ""
    date: str | None = None
    claim_date: str | None = None
    publisher: str = ""
    language: str = ""
    mended: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not taken; ``reason`` is a message key under ``archive.refused``."""

    row: int
    reason: str
