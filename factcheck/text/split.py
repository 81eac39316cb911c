"""An article's text to proposed claims: the pipeline, readable top to bottom.

Lines become blocks, blocks become units (sentences, quotations, what introduces them), units are parsed and cut into
clauses; each clause gets its source, modality, kind, date, worth and stand-alone wording. Every character that is no
white space ends in a claim or in the labelled rest.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from factcheck.domain.article import text_sha256
from factcheck.domain.claim import Split
from factcheck.domain.dates import parse
from factcheck.errors import Cancelled
from factcheck.text.blocks import Block, blocks
from factcheck.text.dateline import article_date
from factcheck.text.detect import detect
from factcheck.text.finish import finish, settle
from factcheck.text.languages import pack
from factcheck.text.reader import Reader
from factcheck.text.story import infer_dates

#: Blocks parsed at a time: progress is told and cancelling asked between them.
_BATCH = 64
#: A later sentence gives its source to at most so many drafts before it.
_LOOKED_BACK = 50


def split(
    text: str,
    *,
    language: str | None = None,
    date: str | None = None,
    quality: str = "best",
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Split:
    """The claims that ``text`` proposes, and the rest of it with reasons.

    ``language`` is an ISO 639-1 code (else detected), ``date`` the article's date in EDTF (else read from the text),
    ``quality`` "standard" or "best". ``progress`` is told shares from 0 to 1. Raises ``InputError`` for a date that is
    none and ``Cancelled`` when ``cancelled`` answers True. Time and memory grow linearly with the text.
    """
    language = (language or detect(text)).lower()
    own = pack(language)
    dateline = article_date(text, own)
    anchor = parse(date) if date else dateline.date if dateline else None
    with _uncollected():
        reader = Reader(text, own, quality, anchor)
        _read(reader, text, progress, cancelled)
        infer_dates(reader.drafts, anchor)
        claims, rest = finish(text, reader.drafts, reader.gaps, own)
    if progress is not None:
        progress(1.0)
    return Split(
        reader.title, language, str(anchor) if anchor else None, text_sha256(text), claims, rest, tuple(reader.notes)
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Put off Python's search for rings of garbage: there are none, and its rounds over ever more claims made time grow
    by a fifth at 100,000 words.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _read(
    reader: Reader, text: str, progress: Callable[[float], None] | None, cancelled: Callable[[], bool] | None
) -> None:
    """Read all blocks, a batch at a time, and let the words of what is settled go."""
    settled = 0
    for batch in _batches(blocks(text, reader.pack)):
        if cancelled is not None and cancelled():
            raise Cancelled
        done = len(reader.drafts)
        reader.read(batch)
        settle(text, reader.drafts[settled : max(done - _LOOKED_BACK, settled)], reader.pack)
        settled = max(done - _LOOKED_BACK, settled)
        if progress is not None and text:
            progress(batch[-1].end / len(text))


def _batches(found: Iterator[Block]) -> Iterator[list[Block]]:
    while batch := list(islice(found, _BATCH)):
        yield batch


def as_json(split: Split, text: str) -> dict[str, Any]:
    """The split as the data that ``factcheck split --format json`` prints."""
    return {
        "article": {"title": split.title, "language": split.language, "date": split.date, "sha256": split.sha256},
        "claims": [
            {
                "id": claim.id, "start": claim.start, "end": claim.end, "text": claim.text,
                "standalone": claim.standalone, "claimant": claim.claimant, "cue_start": claim.cue_start,
                "cue_end": claim.cue_end, "modality": str(claim.modality), "kind": str(claim.kind),
                "date": claim.date, "check_worthiness": claim.check_worthiness,
                "reasons": [
                    {"field": r.field, "rule": r.rule, "phrase": r.phrase, "start": r.start, "end": r.end}
                    for r in claim.reasons
                ],
            }
            for claim in split.claims
        ],
        "rest": [
            {"start": r.start, "end": r.end, "reason": r.reason, "text": text[r.start : r.end]} for r in split.rest
        ],
        "notes": list(split.notes),
    }  # fmt: skip
