"""Archives of earlier checks: what is taken, changed, refused; again, on and off; files that mean harm."""

import csv
import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from factcheck.domain.query import Query
from factcheck.errors import Unreadable
from factcheck.services import archive, history, search
from factcheck.services.desk import Desk
from factcheck.store.ledger import ArchiveJob, Entry

ROWS = [
    {"id": "a1", "text": "The harbour bridge was closed for two years.", "title": "Was the bridge closed?",
     "rating": "Mostly False", "publisher": "Harbour Check", "date": "26 May 2015", "claimant": "Jo Reed",
     "language": "en", "url": "https://check.example/1"},
    {"id": "a2", "text": "Le maire a doublé son salaire en 2020.", "publisher": "Vérif", "date": "2021-03",
     "language": "fr", "rating": "Faux"},
    {"id": "a3", "text": "Nine in ten lamps burn at noon 💡.", "publisher": "Harbour Check"},
]  # fmt: skip


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture
def desk(bench) -> Desk:
    return bench.desk


def test_an_archive_is_taken_in_as_one_step_that_names_the_file(desk: Desk, tmp_path: Path) -> None:
    done = archive.import_file(desk, write(tmp_path / "old.jsonl", ROWS))
    report = done.value
    assert (report.taken, report.changed, report.same, report.refused) == (3, 0, 0, 0)
    assert list(report.mended.values()) == [1]
    step = history.steps(desk)[0]
    assert step.label == "archive-imported"
    assert {edit.entity for edit in step.edits} >= {"archive"}
    assert step.edits[0].after is not None
    assert report.sha256[:12] in history.describe(step)
    assert not step.undoable
    found = search.find(desk, Query(words="bridge")).found[0]
    assert (found.own_id, found.rating, found.verdict, found.checked) == (
        "a1",
        "Mostly False",
        "mostly-false",
        "2015-05-26",
    )
    assert history.verify(desk).ok


def test_the_same_again_changes_nothing_even_under_another_name(desk: Desk, tmp_path: Path) -> None:
    archive.import_file(desk, write(tmp_path / "old.jsonl", ROWS))
    again = archive.import_file(desk, write(tmp_path / "copy.jsonl", ROWS))
    assert again.step is None
    assert again.value.known
    longer = archive.import_file(desk, write(tmp_path / "new.jsonl", [{**ROWS[0], "rating": "True"}, *ROWS[1:]])).value
    assert (longer.taken, longer.changed, longer.same) == (0, 1, 2)
    assert search.find(desk, Query(verdict="true")).count == 1
    assert search.find(desk, Query(verdict="mostly-false")).count == 0
    assert search.find(desk, Query()).count == 3


def test_an_import_goes_on_where_it_was_stopped(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "BATCH", 10)
    rows = [{"id": str(n), "text": f"Claim number {n} of the list."} for n in range(95)]
    path = write(tmp_path / "long.jsonl", rows)
    calls = iter(range(100))
    stopped = archive.import_file(desk, path, cancelled=lambda: next(calls) >= 4).value
    assert not stopped.complete
    assert stopped.taken == 40
    assert search.find(desk, Query()).count == 40
    seen: list[int] = []
    whole = archive.import_file(desk, path, progress=lambda done, total: seen.append(done)).value
    assert (whole.complete, whole.taken, whole.refused) == (True, 95, 0)
    assert seen[-1] == path.stat().st_size
    assert search.find(desk, Query()).count == 95
    with desk.reading() as session:
        assert session.scalar(select(func.count()).select_from(ArchiveJob)) == 0
    assert history.verify(desk).ok


def test_a_row_that_comes_twice_is_refused_though_the_import_was_stopped_between(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "BATCH", 2)
    rows = [{"id": str(n % 3), "text": f"Claim number {n} of the list."} for n in range(6)]
    path = write(tmp_path / "twice.jsonl", rows)
    calls = iter(range(100))
    assert not archive.import_file(desk, path, cancelled=lambda: next(calls) >= 2).value.complete
    whole = archive.import_file(desk, path).value
    assert (whole.taken, whole.changed, whole.refused) == (3, 0, 3)
    assert {line.text for line in search.find(desk, Query()).found} == {row["text"] for row in rows[:3]}


def test_csv_with_its_own_headings_and_delimiter(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Claim", "Verdict", "Publisher", "Datepublished"])
        writer.writerow(["Two lines\nin one cell; quoted", "Vrai", "Vérif", "2 février 2020"])
        writer.writerow(["", "Faux", "Vérif", ""])
        writer.writerow(['=HYPERLINK("http://evil.example")', "False", "x", "yesterday"])
    report = archive.import_file(desk, path).value
    assert (report.format, report.taken, report.refused) == ("csv", 2, 1)
    found = {line.text: line for line in search.find(desk, Query()).found}
    assert found["Two lines in one cell; quoted"].checked == "2020-02-02"
    assert '=HYPERLINK("http://evil.example")' in found  # data stays data; the writers of reports escape it
    assert found['=HYPERLINK("http://evil.example")'].checked is None


def review(text: str, url: str) -> dict[str, object]:
    return {
        "@context": "https://schema.org", "@type": "ClaimReview", "claimReviewed": text, "url": url,
        "datePublished": "2022-06-01T10:00:00+02:00", "author": {"@type": "Organization", "name": "Harbour Check"},
        "reviewRating": {"@type": "Rating", "alternateName": "False", "ratingValue": 1},
        "itemReviewed": {"@type": "Claim", "author": {"name": "Jo Reed"}, "datePublished": "2022-05"},
    }  # fmt: skip


@pytest.mark.parametrize("shape", ["one", "list", "graph", "feed", "page", "jsonl"])
def test_claimreview_in_all_its_wrappings(desk: Desk, tmp_path: Path, shape: str) -> None:
    one, two = review("The lake froze in June.", "https://c.example/1"), review("Rain falls up.", "https://c.example/2")
    wrapped = {
        "one": one,
        "list": [one, two],
        "graph": {"@graph": [{"@type": "WebPage"}, one, two]},
        "feed": {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [one]}, {"item": two}]},
    }
    if shape == "page":
        path = tmp_path / "page.html"
        scripts = "".join(f'<script type="application/ld+json">{json.dumps(r)}</script>' for r in (one, two))
        path.write_text(f"<html><head>{scripts}<script>alert(1)</script></head></html>", "utf-8")
    elif shape == "jsonl":
        path = write(tmp_path / "feed.jsonl", [one, two])  # type: ignore[list-item]
    else:
        path = tmp_path / "data.json"
        path.write_text(json.dumps(wrapped[shape]), "utf-8")
    report = archive.import_file(desk, path).value
    assert report.taken == (1 if shape == "one" else 2)
    found = search.find(desk, Query(words="lake")).found[0]
    assert (found.rating, found.claimant, found.checked, found.date, found.outlet) == (
        "False", "Jo Reed", "2022-06-01", "2022-05", "Harbour Check",
    )  # fmt: skip


def test_markup_control_characters_and_length_are_mended(desk: Desk, tmp_path: Path) -> None:
    rows = [
        {"id": "1", "text": "The <b>dam</b> broke<script>alert(1)</script> &amp; 5 < 6", "url": "javascript:alert(1)"},
        {"id": "2", "text": "Zero\u0000 and \u202e bell\u0007 " + "long " * 5000, "title": "x" * 5000},
        {"id": "3", "text": "a lone \ud800 surrogate"},
    ]
    path = tmp_path / "bad.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    report = archive.import_file(desk, path).value
    assert report.taken == 3
    found = {line.own_id: line for line in search.find(desk, Query()).found}
    assert found["1"].text == "The dam broke & 5 < 6"
    assert found["1"].url is None
    assert len(found["2"].text) <= 10_000
    assert found["2"].text.startswith("Zero and")
    assert found["3"].text == "a lone surrogate"


def test_rows_that_cannot_be_used_are_refused_one_by_one(desk: Desk, tmp_path: Path) -> None:
    lines = [
        json.dumps(ROWS[0]).encode(),
        b'{"text": "half a row',
        '{"text": "caf\u00e9"}'.encode("latin-1"),
        b'["not", "an", "object"]',
        b'{"id": "x"}',
        b'{"text": "!!! ???"}',
        b"[" * 100_000,
        b'{"text": "' + b"x" * 1_200_000 + b'"}',
        json.dumps(ROWS[0]).encode(),
        json.dumps(ROWS[1]).encode(),
    ]
    path = tmp_path / "mixed.jsonl"
    path.write_bytes(b"\n".join(lines))
    report = archive.import_file(desk, path).value
    assert (report.taken, report.refused) == (2, 8)
    assert [complaint.row for complaint in report.complaints] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert "UTF-8" in report.complaints[1].reason


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.jsonl", b""),
        ("blank.csv", b"  \n\n"),
        ("binary.csv", bytes(range(256)) * 50),
        ("half.json", b'{"@type": "ClaimReview", "claimReviewed": "Half'),
        ("deep.json", b"[" * 200_000),
        ("none.json", b'{"a": 1}'),
        ("wrong.json", '{"x": "é"}'.encode("utf-16")),
        ("nothing.csv", b"a,b\n1,2\n"),
    ],
)
def test_files_that_are_no_archive_change_nothing(desk: Desk, tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unreadable) as caught:
        archive.import_file(desk, path)
    assert str(path) in str(caught.value)
    with desk.reading() as session:
        assert session.scalar(select(func.count()).select_from(Entry)) == 0
    assert history.steps(desk) == []


def test_a_huge_line_is_read_past_without_being_kept(desk: Desk, tmp_path: Path) -> None:
    """A sparse file: a gigabyte without a line end, which must cost neither memory nor the rows around it."""
    import resource

    path = tmp_path / "gigabyte.jsonl"
    with path.open("wb") as file:
        file.write(json.dumps(ROWS[0]).encode() + b"\n")
        file.seek(200_000_000)
        file.write(b"\n" + json.dumps(ROWS[1]).encode() + b"\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report = archive.import_file(desk, path).value
    assert (report.taken, report.refused) == (2, 1)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
