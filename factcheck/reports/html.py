"""The report as one HTML file: no script, nothing loaded from elsewhere, for screen, phone and print.

The layout is the Jinja2 template ``resources/reports/<template>.html.j2``, or the user's own in the configuration
folder; it gets ``r`` (a ``ReportView``), ``words`` (the catalogue) and ``markup`` (ClaimReview, safe in a script).
"""

import re
from pathlib import Path

from jinja2 import Environment, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from factcheck.errors import InputError
from factcheck.reports.claimreview import reviews, script_safe
from factcheck.reports.model import Report
from factcheck.reports.templates import find
from factcheck.reports.view import view
from factcheck.reports.words import Words
from factcheck.resources import folder

_MISTAKES = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    OSError,
)
"""What a template of the user's may raise: an own one is a program, and theirs to mend."""
_BLANK = re.compile(r"\n\s*\n")


def write_html(report: Report, template: str | None = None) -> str:
    """The HTML of a report. ``InputError`` when the template is unknown or cannot be used."""
    path = find(template, ".html.j2")
    shown = view(report)
    markup = reviews(report)
    values = {
        "r": shown,
        "words": Words(report.language),
        "logo": shown.logo,
        "markup": Markup(script_safe(markup)) if markup else "",  # noqa: S704  # script_safe escapes < > &
    }
    try:
        written = _environment(path).from_string(path.read_text("utf-8")).render(values)
    except _MISTAKES as problem:
        raise InputError("report-template-broken", name=path.name, problem=problem) from problem
    return _BLANK.sub("\n", written).strip() + "\n"


def _environment(path: Path) -> Environment:
    """A sandbox for a template that is not ours: it may lay out the report and do nothing else.

    Our own go without: the sandbox asks about every attribute and takes a third of the time.
    """
    kind = Environment if path.parent == folder("reports") else ImmutableSandboxedEnvironment
    return kind(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
