"""How a claim is said and drawn: its states, colours, glyphs and one-line summary, the same everywhere."""

from collections.abc import Callable
from dataclasses import dataclass

from factcheck.domain.claim import Claim, ClaimState
from factcheck.domain.verdict import Rating, Scale
from factcheck.i18n import current
from ui.marks import Mark
from ui.theme import look
from ui.words import echoed, t

OPEN = {ClaimState.PROPOSED, ClaimState.ACCEPTED, ClaimState.IN_REVIEW}
"""States in which a claim still waits for a verdict."""


@dataclass(frozen=True, slots=True)
class Sign:
    """How a claim's standing is drawn: never by colour alone."""

    style: str
    colour: str
    glyph: str
    label: str


def rating_of(claim: Claim, scale: Scale | None) -> Rating | None:
    """The rating in force, where the scale has it."""
    return scale.rating(claim.verdict.rating) if claim.verdict and scale else None


def sign(claim: Claim, scale: Scale | None) -> Sign:
    """How the claim's standing is drawn and said."""
    label = t(f"state.{claim.state.value}")
    if claim.state is ClaimState.DISMISSED:
        return Sign("gone", look.tokens.muted, "", label)
    rating = rating_of(claim, scale)
    if rating is not None:
        return Sign("decided", rating.colour, rating.glyph, rating.label(current()))
    if claim.verdict is not None:
        return Sign("decided", look.tokens.muted, "•", claim.verdict.rating)
    if claim.state is ClaimState.PROPOSED:
        return Sign("proposed", look.tokens.accent, "", label)
    return Sign("accepted", look.tokens.accent, "", label)


def mark_of(claim: Claim, scale: Scale | None, to_qt: Callable[[int], int], *, dismissed: bool) -> Mark | None:
    """The claim's mark in the text, or None for a dismissed one that is not asked for."""
    if claim.state is ClaimState.DISMISSED and not dismissed:
        return None
    drawn = sign(claim, scale)
    return Mark(claim.id, to_qt(claim.start), to_qt(claim.end), drawn.style, drawn.colour, drawn.glyph, drawn.label)


def summary(claim: Claim) -> str:
    """Who says it, how surely and when, in one line."""
    parts = [claim.claimant or t("claim.no-claimant"), t(f"modality.{claim.modality.value}"), echoed(claim.date)]
    return " · ".join([*(p for p in parts if p), t(f"state.{claim.state.value}")])
