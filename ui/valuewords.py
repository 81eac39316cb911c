"""The values of fields as a person reads them, whatever the library keeps."""

from collections.abc import Mapping

from factcheck.domain.verdict import Scale
from factcheck.i18n import current
from ui.words import echoed, message, t

CHOSEN = {"state": "state", "kind": "kind", "modality": "modality", "stance": "stance"}
"""Fields whose values are words of the catalogue, and the table of these."""


def told(field: str, value: object, scale: Scale | None) -> str:
    """A field's value in words; “nothing” for none."""
    if value is None or value == "":
        return t("conflict.nothing")
    if isinstance(value, Mapping):
        return _verdict(value, scale)
    said = str(value)
    if field in CHOSEN:
        said = message(CHOSEN[field], said)
    elif field == "check_worthiness":
        said = t("report.percent", n=round(float(said) * 100))
    elif field == "priority":
        said = message("priority", f"is-{value}")
    elif field == "date":
        said = " · ".join(dict.fromkeys([said, echoed(said) or said]))
    return said


def _verdict(given: Mapping[str, object], scale: Scale | None) -> str:
    rating = scale.rating(str(given.get("rating"))) if scale and given.get("rating") else None
    word = rating.label(current()) if rating else str(given.get("rating") or "")
    return " — ".join(part for part in (word, str(given.get("reason") or "")) if part)
