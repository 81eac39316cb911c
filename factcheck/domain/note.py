"""Notes: what reviewers remark on a claim, and what others reply."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a claim; ``reply_to`` is the id of the note that it answers."""

    id: str
    claim: str
    reply_to: str | None
    text: str
    reviewer: str
    at: datetime
