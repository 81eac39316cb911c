"""The report model: JSON and back, its schema, and what damaged files get."""

import json
import math
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_sample import report

from factcheck.errors import Unreadable
from factcheck.reports.model import Report, from_json, json_schema, to_json
from factcheck.resources import read


@pytest.mark.parametrize("language", ["en", "fr"])
def test_json_round_trip(language: str) -> None:
    made = report(language)
    assert from_json(to_json(made)) == made


@given(st.text(), st.text(st.characters(categories=["Cs", "Cc", "Lo", "So"])))
def test_any_text_round_trips(title: str, quote: str) -> None:
    made = report()
    made = replace(made, title=title, claims=(replace(made.claims[0], quote=quote),))
    written = to_json(made)
    assert from_json(written.encode("utf-8").decode("utf-8")) == made


def test_the_shipped_schema_is_that_of_the_classes_and_fits_our_files() -> None:
    shipped = json.loads(read("reports", "report.schema.json"))
    assert shipped == json_schema()
    jsonschema.Draft202012Validator.check_schema(shipped)
    jsonschema.Draft202012Validator(shipped).validate(json.loads(to_json(report())))


def test_the_schema_refuses_what_does_not_fit() -> None:
    raw = json.loads(to_json(report()))
    raw["claims"][1]["start"] = "12"
    errors = list(jsonschema.Draft202012Validator(json_schema()).iter_errors(raw))
    assert [list(error.absolute_path) for error in errors] == [["claims", 1, "start"]]


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("claims", 0, "start"), "12", "claims[0].start"),
        (("claims", 0, "start"), True, "claims[0].start"),
        (("claims", 1, "modality"), "shouted", "claims[1].modality"),
        (("claims", 1, "modality"), [], "claims[1].modality"),
        (("claims", 0, "sources", 1, "captured_at"), "2026-11-22T10:00:00", "claims[0].sources[1].captured_at"),
        (("claims", 0, "sources", 1, "captured_at"), "0001-01-01T00:00:00+10:00", "claims[0].sources[1].captured_at"),
        (("claims", 0, "verdict", "labels"), {"en": 3}, "claims[0].verdict.labels"),
        (("claims", 0, "check_worthiness"), 10**400, "claims[0].check_worthiness"),
        (("claims", 0, "check_worthiness"), math.inf, "claims[0].check_worthiness"),
        (("claims", 0, "check_worthiness"), math.nan, "claims[0].check_worthiness"),
        (("chain",), None, "chain"),
        (("claims",), {}, "claims"),
    ],
)
def test_a_misfit_is_named_by_its_place(path: tuple[str | int, ...], value: object, place: str) -> None:
    raw = json.loads(to_json(report()))
    inner = raw
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(Unreadable) as caught:
        from_json(json.dumps(raw))
    assert caught.value.values["place"] == place


def test_a_missing_field_is_named() -> None:
    raw = json.loads(to_json(report()))
    del raw["claims"][2]["quote"]
    with pytest.raises(Unreadable, match=r"claims\[2\]\.quote"):
        from_json(json.dumps(raw))


@pytest.mark.parametrize("written", ["", "[", "null", "[]", "3", "\x00", "[" * 100_000, '"report"'])
def test_what_is_no_report_is_refused(written: str) -> None:
    with pytest.raises(Unreadable):
        from_json(written)


def test_a_later_version_is_refused_and_an_unknown_field_is_not() -> None:
    raw = json.loads(to_json(report()))
    raw["mood"] = "sunny"
    assert isinstance(from_json(json.dumps(raw)), Report)
    raw["schema"] = 99
    with pytest.raises(Unreadable, match="newer version"):
        from_json(json.dumps(raw))
