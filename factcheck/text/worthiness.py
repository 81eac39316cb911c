"""Check-worthiness: what to check first, from 0 to 1, with what raised or lowered it.

The weights were set by hand from what desks say they check (figures, named actors, accusations, things that happened
or are so) and are read from top to bottom.
"""

from factcheck.domain.claim import Kind, Modality, Reason
from factcheck.text.languages import Pack
from factcheck.text.parsed import Word

_KIND = {
    Kind.QUANTITY: 0.62, Kind.FACTUAL: 0.55, Kind.QUOTE: 0.38, Kind.PREDICTION: 0.3, Kind.OPINION: 0.12,
    Kind.QUESTION: 0.04, Kind.BOILERPLATE: 0.0,
}  # fmt: skip


def worthiness(
    words: list[Word],
    low: str,
    pack: Pack,
    *,
    kind: Kind,
    modality: Modality,
    claimant: bool,
    quantity: bool,
) -> tuple[float, list[Reason]]:
    """The score and its reasons, before it is known whether the clause can be dated."""
    score = _KIND[kind]
    reasons = [Reason("check_worthiness", f"kind-{kind}")]
    if kind in (Kind.BOILERPLATE, Kind.QUESTION):
        return score, reasons

    def add(points: float, rule: str, phrase: str = "") -> None:
        nonlocal score
        score += points
        reasons.append(Reason("check_worthiness", rule, phrase))

    names = [word.text for word in words if word.pos == "PROPN"]
    if names:
        add(0.1, "named-actor", names[0])
    if quantity:
        add(0.12, "number")
    if match := pack.pattern("worthiness", "accusation").search(low):
        add(0.08, "harm", match.group())
    if match := pack.pattern("worthiness", "importance").search(low):
        add(0.04, "importance", match.group())
    if claimant and modality is not Modality.ASSERTED:
        add(0.02, "attributed-claim")
    if match := pack.regexes("worthiness", "procedure").search(low.rstrip(" .")):
        add(-0.3, "procedure", match.group())
    if len(words) < 5:
        add(-0.15, "short")
    if any(word.low in pack.words("standalone", "first_person") for word in words):
        add(-0.15, "first-person")
    return round(min(max(score, 0.0), 1.0), 3), reasons


def dated(score: float, kind: Kind, can_be: bool) -> tuple[float, list[Reason]]:
    """The score with the point for a date, where the words or the story tell one (not the article's own date alone)."""
    if not can_be or kind in (Kind.BOILERPLATE, Kind.QUESTION):
        return score, []
    return round(min(score + 0.04, 1.0), 3), [Reason("check_worthiness", "dated")]
