"""What an action did, in a sentence for the person who asked for it."""

from typing import TYPE_CHECKING, Any

from factcheck.i18n import text

if TYPE_CHECKING:
    from factcheck.services.desk import Done


def said(done: "Done[Any]") -> str:
    """The step's own name as the trail tells it, or that nothing had to be changed."""
    if done.step is None:
        return text("cli.nothing-changed")
    what = text(f"step.{done.values.get('of', done.label)}", **done.values)
    return text(f"step.{done.label}", what=what) if "of" in done.values else what
