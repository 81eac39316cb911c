"""The report as Markdown (CommonMark), readable as it stands; nothing that a person wrote can become markup."""

import re

from factcheck.reports.model import Report
from factcheck.reports.view import ClaimView, Fact, ReportView, SourceView, VerdictView, view
from factcheck.reports.words import Words

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~$#&])")
_BLOCK = re.compile(r"^(\s*)([-+=:>]|\d+(?=[.)]))", re.MULTILINE)


def write_markdown(report: Report) -> str:
    """The Markdown of a report."""
    words = Words(report.language)
    shown = view(report)
    parts = [
        f"# {escape(shown.title)}",
        _line(shown.kind_label, shown.house, words("label.made", at=shown.made), shown.version),
        escape(shown.subject),
        *_section(words("heading.article"), _facts(shown.article, words)),
        *_section(words("heading.changes"), _facts(shown.changes, words)),
        f"## {words('heading.summary')}",
        escape(shown.lead),
        *(escape(one) for one in shown.limits),
        _table(shown, words),
        f"## {words('heading.claims')}" if shown.claims else "",
        *(part for claim in shown.claims for part in _claim(claim, words)),
        *_section(words("heading.method"), "\n\n".join(escape(one) for one in shown.method)),
        *_section(words("heading.verify"), _verify(shown)),
        _line(words("label.corrections-address"), shown.corrections_address) if shown.corrections_address else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(written: str) -> str:
    """Text that Markdown shows as it is, line ends kept; no part of it becomes a link by itself."""
    safe = _SPECIAL.sub(r"\\\1", written)
    safe = _BLOCK.sub(lambda m: f"{m[1]}{m[2]}\\" if m[2].isdigit() else f"{m[1]}\\{m[2]}", safe)
    return "\\\n".join(line.strip() for line in safe.split("\n"))


def _section(heading: str, body: str) -> tuple[str, ...]:
    return (f"## {heading}", body) if body else ()


def _line(*parts: str) -> str:
    return " · ".join(escape(part) for part in parts if part)


def _facts(facts: tuple[Fact, ...], words: Words) -> str:
    return "\n".join(f"- **{escape(fact.label)}**{words('colon')}{escape(fact.text)}" for fact in facts)


def _table(shown: ReportView, words: Words) -> str:
    if not shown.claims:
        return ""
    head = [words(f"label.{key}") for key in ("number", "claim", "claimant", "verdict")]
    rows = [
        (str(c.number), escape(c.title), escape(c.claimant or "–"), escape(f"{c.rating.glyph} {c.rating.label}"))
        for c in shown.claims
    ]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["--:", "---", "---", "---"], *rows))


def _claim(claim: ClaimView, words: Words) -> list[str]:
    rating = f"{escape(claim.rating.glyph)} **{escape(claim.rating.label)}**"
    parts = [
        f"### {claim.number}. {escape(claim.title)}",
        f"{rating} – {escape(claim.rating.meaning)}" if claim.rating.meaning else rating,
        "\n".join(f"> {line}" for line in escape(claim.quote).split("\n")),
        _facts((Fact("ID", claim.short_id), *claim.facts), words),
    ]
    if claim.verdict:
        parts += [f"#### {words('label.reason')}", *_verdict(claim.verdict)]
    for group in claim.groups:
        parts += [f"#### {escape(group.label)}", *(_source(one, words) for one in group.sources)]
    parts += [f"**{escape(one.label)}**{words('colon')}{escape(one.text)}" for one in claim.corrections]
    if claim.superseded:
        parts.append(f"#### {words('heading.superseded')}")
        for verdict in claim.superseded:
            parts += [f"{escape(verdict.rating.glyph)} **{escape(verdict.rating.label)}**", *_verdict(verdict)]
    return parts


def _verdict(verdict: VerdictView) -> list[str]:
    return [*(escape(one) for one in verdict.reason), f"*{escape(verdict.by)}*"]


def _source(source: SourceView, words: Words) -> str:
    title = f"[{escape(source.title)}](<{_address(source.link)}>)" if source.link else escape(source.title)
    lines = [f"**\\[{source.number}\\]** {title}", escape(source.byline)]
    lines.append(escape(words("quoted", quote=source.quote)) if source.quote else "")
    lines += [escape(source.note), *(f"⚠ {escape(one)}" for one in source.warnings)]
    lines.append(escape(source.capture) + (f" · SHA-256 {_code(source.sha256)}" if source.sha256 else ""))
    lines.append(f"{words('label.archive')} {_code(source.warc)}" if source.warc else "")
    return "\\\n".join(line for line in lines if line)


def _address(link: str) -> str:
    """An address for inside ``<…>``: it may hold anything but the two brackets, a backslash and white space."""
    return link.replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C")


def _verify(shown: ReportView) -> str:
    return "\n\n".join(
        (escape(shown.chain), _code(shown.chain_head), escape(shown.verify), _code(shown.verify_command))
    )


def _code(written: str) -> str:
    """Text in a code span, which a back-tick inside would end."""
    return f"`{written.replace('`', '')}`" if written else ""
