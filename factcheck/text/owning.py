"""Whose something is: "her parents", « sa méthode » at the head of a clause, by the name of the one who has them."""

from factcheck.text.context import Context
from factcheck.text.french import of
from factcheck.text.languages import Pack
from factcheck.text.parsed import Word
from factcheck.text.standalone import Swap

_VOWELS = "aeiouéèêhyâî"


def swaps(words: list[Word], context: Context, claimant: str, pack: Pack) -> list[Swap]:
    """The possessive that a clause begins with by whose it is; ``claimant`` says what is reported, "" for nobody."""
    return _claimants_own(words, context, claimant, pack) or _owned(words, context, pack)


def _claimants_own(words: list[Word], context: Context, claimant: str, pack: Pack) -> list[Swap]:
    """ "The charity said its lorries …": whose they are, where the claimant is no person."""
    if claimant and claimant.rsplit(maxsplit=1)[-1] in {word.text for word in words[1:6]}:
        return []  # « Son adversaire Ann Lee dénonce … »
    own_name = claimant.lower().startswith(f"{words[0].low} ")
    if pack.code == "fr" and claimant and not own_name and words[0].low in ("son", "sa", "ses"):
        speaker = next((e for e in reversed(context.speakers) if e.name.lower().endswith(claimant.lower())), None)
        own = speaker is not None and not speaker.person and not speaker.plural and " " in claimant.replace("'", " ")
        return _of_owner(words, claimant[:1].lower() + claimant[1:]) if own else []
    if pack.code != "en" or not claimant or words[0].low != "its":
        return []
    return [Swap(words[0].start, words[0].end, claimant + "'s")] if context.himself("it", claimant)[0] else []


def _owned(words: list[Word], context: Context, pack: Pack) -> list[Swap]:
    """ "Her parents" at the head of a clause: whose parents they are."""
    if len(words) < 3 or words[0].low not in pack.words("standalone", "possessives"):
        return []
    entity = context.owner(words[0].low) or context.thread.owner(words[0].low, context.sentence)
    if entity is None or entity.name.rsplit(maxsplit=1)[-1] in {w.text for w in words[1:6]}:
        return []
    if pack.code == "en":
        return [Swap(words[0].start, words[0].end, entity.name + "'s")]
    common = entity.name.split()[0].split("'")[0].lower() in pack.words("standalone", "determiners")
    return _of_owner(words, entity.name[:1].lower() + entity.name[1:] if common else entity.name)


def _of_owner(words: list[Word], owner: str) -> list[Swap]:
    """ "Sa méthode" to « la méthode de l'institut »."""
    noun = next((n for n in range(1, min(4, len(words))) if words[n].pos == "NOUN"), None)
    if noun is None:
        return []
    after = noun
    while after + 1 < len(words) and words[after + 1].pos in ("ADJ", "NUM") and words[after + 1].text != ",":
        after += 1
    start = words[1].low
    article = "la " if "Gender=Fem" in words[noun].morph else "le "
    article = "les " if words[0].low == "ses" else "l'" if start[0] in _VOWELS else article
    return [
        Swap(words[0].start, words[1].start, article),
        Swap(words[after].end, words[after].end, f" {of(owner)}"),
    ]
