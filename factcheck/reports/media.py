"""Which pictures and recordings a claim is about, read from how it was rated and what was cited for it.

A claim that is rated on the scale for pictures is about one. The pictures in question are the cited files that are
neither for nor against it; a cited file that refutes it is the original, or the page of a source that refutes it.
"""

import tomllib
from functools import cache, partial

from factcheck.domain.source import Stance
from factcheck.reports.model import ReportClaim, ReportMedia, ReportSource
from factcheck.resources import read

_KINDS = ("image", "video", "audio")
_ENDINGS = {
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "webp", "avif", "heic", "tif", "tiff", "svg", "bmp"), "image"),
    **dict.fromkeys(("mp4", "webm", "mov", "m4v", "mkv", "avi", "ogv"), "video"),
    **dict.fromkeys(("mp3", "m4a", "ogg", "oga", "wav", "flac", "opus"), "audio"),
}


def of_claim(claim: ReportClaim) -> tuple[ReportMedia, ...]:
    """The media of a claim with what they were found to be; none where the rating says nothing of authenticity.

    Where no file of the picture was cited there is one without an address: it is known only from the article.
    """
    verdict = claim.in_force
    category = _categories().get(verdict.scale, {}).get(verdict.rating) if verdict else None
    if verdict is None or category is None:
        return ()
    shown = [one for one in claim.sources if one.stance is Stance.CONTEXT and _kind(one)]
    refuting = [one for one in claim.sources if one.stance is Stance.REFUTES and one.url]
    original = next((one for one in refuting if _kind(one)), refuting[0] if refuting else None)
    context = (original.note or original.quote) if original else None
    about = partial(
        ReportMedia, authenticity=category, original_url=original.url if original else None, original_context=context
    )
    if not shown:
        return (about("image", ""),)
    return tuple(about(_kind(one), one.url or "", caption=one.quote) for one in shown)


def _kind(source: ReportSource) -> str:
    """``image``, ``video`` or ``audio`` by what was captured, else by the address's ending; "" for anything else."""
    kind = (source.media_type or "").partition("/")[0]
    ending = (source.url or source.file_name or "").partition("?")[0].rpartition(".")[2].lower()
    return kind if kind in _KINDS else _ENDINGS.get(ending, "")


@cache
def _categories() -> dict[str, dict[str, str]]:
    """Scale -> rating -> category of schema.org's MediaManipulationRatingEnumeration."""
    return tomllib.loads(read("reports", "media.toml"))
