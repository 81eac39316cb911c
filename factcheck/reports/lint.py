"""What is wrong with ClaimReview markup, ours or others': each finding with its place, its reason and its mend.

Rules follow Google's page on ClaimReview as of September 2026 and mistakes seen in published markup. ``lint`` takes a
file's text (JSON-LD, or a page of HTML that embeds it) or the parsed value; a single review, a list, a ``@graph`` and
a ``DataFeed`` are all understood. The rules themselves are in ``lint_rules``.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from factcheck.i18n import text as message
from factcheck.reports import lint_rules
from factcheck.reports.lint_rules import Problem
from factcheck.web.markup import embedded


class Severity(StrEnum):
    """``error``: readers of the markup will reject it or be misled; ``warning``: it is less than it should be;
    ``note``: right, and could be better. Notes are given only when asked for.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong: ``path`` is a JSON path such as ``$.dataFeedElement[2].item[0].url``, ``rule`` a stable key."""

    path: str
    rule: str
    severity: Severity
    message: str
    mend: str


def lint(markup: object, language: str | None = None, *, notes: bool = False) -> list[Finding]:
    """The findings in the order of the file; messages in ``language`` (default: the interface's)."""
    roots, problems = _roots(markup)
    found = list(problems)
    seen: dict[str, str] = {}
    for path, root in roots:
        found.extend(_whole(root, path, seen))
    reviews = [place for path, root in roots for place, _ in _reviews(root, path)]
    if not problems and not reviews:
        found.append(Problem("$", "no-review", {}))
    if len(reviews) > 1 and isinstance(markup, str) and _is_page(markup):
        found.append(Problem(reviews[1], "page-several", {"n": len(reviews)}))
    return [_finding(problem, language) for problem in found if notes or problem.rule not in lint_rules.NOTES]


def _finding(problem: Problem, language: str | None) -> Finding:
    key = f"lint.{problem.rule}"
    said = message(f"{key}.message", language, **problem.values)
    mend = message(f"{key}.mend", language, **problem.values)
    return Finding(problem.path, problem.rule, _severity(problem.rule), said, mend)


def _severity(rule: str) -> Severity:
    if rule in lint_rules.NOTES:
        return Severity.NOTE
    return Severity.ERROR if rule in lint_rules.ERRORS else Severity.WARNING


def _roots(markup: object) -> tuple[list[tuple[str, Any]], list[Problem]]:
    """The JSON-LD values with their paths, and what keeps others from being read."""
    if not isinstance(markup, str):
        return [("$", markup)], []
    blocks = _blocks(markup)
    roots: list[tuple[str, Any]] = []
    problems: list[Problem] = []
    for n, block in enumerate(blocks):
        path = f"script[{n}]" if len(blocks) > 1 else "$"
        try:
            roots.append((path, json.loads(block)))
        except (ValueError, RecursionError) as problem:
            problems.append(Problem(path, "json", {"problem": str(problem)}))
    return roots, problems


def _is_page(markup: str) -> bool:
    return markup.lstrip("\ufeff \t\r\n").startswith("<")


def _blocks(markup: str) -> list[str]:
    """The JSON texts: the file itself, or what a page embeds as ``application/ld+json``."""
    if not _is_page(markup):
        return [markup.lstrip("\ufeff")]
    return embedded(markup)


def _whole(root: Any, path: str, seen: dict[str, str]) -> Iterator[Problem]:
    """The problems of one JSON-LD value: its context and the shape around the reviews, then each review.

    A value without a review, such as the description of the page, is none of our business.
    """
    reviews = list(_reviews(root, path))
    if reviews:
        yield from lint_rules.context(root, path)
    for place, review in reviews:
        yield from lint_rules.review(review, place)
        yield from lint_rules.once(review, place, seen)


def _reviews(value: Any, path: str, depth: int = 0) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every ClaimReview anywhere in the value, with its path; also one whose type is only misspelled in case."""
    if depth > lint_rules.DEEPEST:
        return
    if isinstance(value, list):
        for n, item in enumerate(value):
            yield from _reviews(item, f"{path}[{n}]", depth + 1)
    elif isinstance(value, dict):
        if lint_rules.is_review(value):
            yield path, value
            return
        for key, item in value.items():
            yield from _reviews(item, f"{path}.{key}", depth + 1)
