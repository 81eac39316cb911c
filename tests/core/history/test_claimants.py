"""Claimants: one under several names, linked, merged and parted again; what was said and how it was rated."""

import json
from pathlib import Path

import pytest

from factcheck.errors import InputError, NotFound, Refused
from factcheck.services import archive, claimants, claims, history, verdicts


def test_another_name_leads_to_the_same_claimant(bench) -> None:
    desk = bench.desk
    first = bench.article(["Taxes fell."], claimant="Łucja Nowak")[0]
    claimants.also_called(desk, "lucja nowak", "L. Nowak")
    second = bench.article(["Rents rose."], claimant="L. Nowak")[0]
    assert second.claimant_id == first.claimant_id
    assert claimants.names(desk, "l. n") == ["Łucja Nowak"]
    with pytest.raises(Refused, match="Ana"):
        bench.article(["It rains."], claimant="Ana")
        claimants.also_called(desk, "Łucja Nowak", "ANA")
    with pytest.raises(NotFound):
        claimants.get(desk, "Nobody")


@pytest.mark.parametrize("written", ["Q42", "https://www.wikidata.org/wiki/Q42", "http://www.wikidata.org/entity/Q42"])
def test_a_claimant_is_linked_to_wikidata(bench, written: str) -> None:
    bench.article(["Taxes fell."], claimant="Jo")
    assert claimants.link(bench.desk, "Jo", written).value.wikidata == "https://www.wikidata.org/wiki/Q42"
    assert claimants.link(bench.desk, "Jo", None).value.wikidata is None
    for wrong in ("42", "https://evil.example/Q42", "Q0", "Q42x"):
        with pytest.raises(InputError):
            claimants.link(bench.desk, "Jo", wrong)


def test_merging_is_a_step_and_can_be_undone(bench) -> None:
    desk = bench.desk
    one = bench.article(["Taxes fell."], claimant="Jo Reed")[0]
    two = bench.article(["Rents rose."], claimant="Reed, Jo")[0]
    claimants.also_called(desk, "Reed, Jo", "J.R.")
    claimants.link(desk, "Reed, Jo", "Q42")
    merged = claimants.merge(desk, "Jo Reed", "Reed, Jo").value
    assert (merged.others, merged.wikidata, merged.claims) == (
        ("J.R.", "Reed, Jo"),
        "https://www.wikidata.org/wiki/Q42",
        2,
    )
    assert claims.get(desk, two.id).claimant == "Jo Reed"
    assert bench.article(["It rains."], claimant="reed, jo")[0].claimant == "Jo Reed"
    history.undo(desk)
    history.undo(desk)
    history.undo(desk)
    assert claims.get(desk, two.id).claimant == "Reed, Jo"
    assert claimants.get(desk, "J.R.").name == "Reed, Jo"
    assert claimants.get(desk, "Jo Reed").claims == 1
    history.redo(desk)
    assert claims.get(desk, two.id).claimant_id == one.claimant_id
    assert history.verify(desk).ok
    with pytest.raises(Refused):
        claimants.merge(desk, "Jo Reed", "JO REED")


def test_two_spellings_of_one_name_are_merged_into_a_third(bench) -> None:
    desk = bench.desk
    for name in ("Jo Reed", "Ana Ruiz", "ANA RUIZ"):
        bench.article([f"{name} spoke."], claimant=name)
    claimants.merge(desk, "Jo Reed", "ANA RUIZ")
    merged = claimants.merge(desk, "Jo Reed", "Ana Ruiz").value
    assert (len(merged.others), merged.claims) == (1, 3)
    assert claimants.get(desk, "ana ruiz").name == "Jo Reed"
    for _ in range(2):
        history.undo(desk)
    assert {claimants.get(desk, name).claims for name in ("Jo Reed", "Ana Ruiz", "ANA RUIZ")} == {1}


def test_names_that_begin_with_what_was_typed_come_first_among_hundreds(bench) -> None:
    desk = bench.desk
    with desk.acting("reviewer-added", name="x") as work:
        for number in range(300):
            claimants.claimant_id(work, f"Board {number} of Yarrow")
        claimants.claimant_id(work, "Yarrow Post")
    found = claimants.names(desk, "yarrow")
    assert (found[0], len(found)) == ("Yarrow Post", claimants.SUGGESTIONS)
    assert claimants.names(desk, "%") == []
    claimants.also_called(desk, "Board 7 of Yarrow", "Yarrow Seven")
    assert claimants.names(desk, "yarrow")[:2] == ["Yarrow Post", "Board 7 of Yarrow"]


def test_the_record_tells_what_was_said_and_how_it_was_rated(bench, tmp_path: Path) -> None:
    desk = bench.desk
    one, _ = bench.article(["Taxes fell.", "Rents rose."], claimant="Jo Reed")
    verdicts.give(desk, one.id, "false", "They rose.")
    claimants.also_called(desk, "Jo Reed", "Joanna Reed")
    path = tmp_path / "old.jsonl"
    rows = [{"id": str(n), "text": f"Claim {n}.", "claimant": "Joanna REED", "rating": "False"} for n in range(3)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    archive.import_file(desk, path)
    found = claimants.record(desk, "jo reed")
    assert (found.claimant.name, found.count, found.ratings) == ("Jo Reed", 5, (("false", 4),))
    path.write_text(json.dumps({"text": "The moon is near.", "claimant": "Only There", "rating": "True"}), "utf-8")
    archive.import_file(desk, path)
    assert claimants.record(desk, "only there").ratings == (("true", 1),)
    assert [one.name for one in claimants.list_all(desk, "joanna")] == ["Jo Reed"]
    with pytest.raises(NotFound):
        claimants.record(desk, "Nobody")
