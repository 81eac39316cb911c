"""What an action did, in a sentence for the person who asked for it."""

from typing import TYPE_CHECKING, Any

from factcheck.i18n import text

if TYPE_CHECKING:
    from factcheck.services.desk import Done


def said(done: "Done[Any]") -> str:
    """The step's own name as the trail tells it, or that nothing had to be changed."""
    from factcheck.services import telling

    return text("cli.nothing-changed") if done.step is None else telling.sentence(done.label, done.values)
