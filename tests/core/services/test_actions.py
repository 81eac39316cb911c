"""All actions of a desk with undo and redo in any order, against a model that keeps whole states and no rows.

The model is a list of pictures of the article, one for each action in force, and those that were taken back: undo must
bring back exactly the picture before, redo exactly the one after, whatever the actions were.
"""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from factcheck.domain.article import Draft
from factcheck.domain.query import Query
from factcheck.domain.source import Stance
from factcheck.errors import InputError, NotFound, Refused
from factcheck.services import (
    articles,
    citations,
    claimants,
    claims,
    corrections,
    history,
    marks,
    matching,
    search,
    sources,
    verdicts,
)
from factcheck.services.desk import Desk
from factcheck.settings import Settings
from tests.core.services.conftest import TEXT, split

RATINGS = st.sampled_from(["true", "half-true", "false", "unproven"])
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
NAMES = st.sampled_from(["Ana", "Ben", "Cleo"])
Picture = tuple[Any, ...]


class Work(RuleBasedStateMachine):
    """One reviewer at a time does anything anywhere; what the rules of the work refuse changes nothing."""

    template: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copytree(self.template, self.folder / "library")
        self.desk = Desk.open(self.folder / "library", settings=Settings(self.folder / "settings.toml"), reviewer="Ana")
        self.done: list[Picture] = []
        self.undone: list[Picture] = []

    def teardown(self) -> None:
        try:
            found = history.verify(self.desk)
            assert found.ok, found.findings
        finally:
            self.desk.close()
            shutil.rmtree(self.folder)

    @initialize(policy=st.sampled_from(["one", "votes"]))
    def begin(self, policy: str) -> None:
        """``votes`` with one voter needed keeps a lone reviewer able to reach every state."""
        self.desk.settings.put("review.policy", policy)
        self.desk.settings.put("review.votes", 1)
        self.article = articles.add(self.desk, Draft(text=TEXT), split()).value
        self.now = self.picture()

    def picture(self) -> Picture:
        """The article as its readers see it; without ``version``, which counts changes."""
        desk = self.desk
        found = claims.of_article(desk, self.article)
        stored = articles.get(desk, self.article)
        return (
            (stored.title, stored.outlet, stored.date),
            tuple((c.id, c.start, c.end, c.text, c.standalone, c.claimant, c.date, c.state) for c in found),
            tuple((c.dismissed_because, c.verdict, c.tags, c.assignee, c.priority, c.reasons) for c in found),
            tuple(tuple(replace(cited, version=0) for cited in sources.of_claim(desk, c.id)) for c in found),
            tuple(tuple(marks.notes(desk, c.id)) for c in found),
            tuple(corrections.ledger(desk, article=self.article)),
            tuple(tuple(verdicts.of_claim(desk, c.id)) for c in found),
            {one.name: (one.others, one.wikidata) for one in claimants.list_all(desk) if one.claims or one.others},
            tuple(search.saved(desk)),
            tuple(tuple((m.entry, m.decision) for m in matching.decisions(desk, c.id)) for c in found),
        )

    def act(self, action: Any) -> None:
        """Do something. What is refused leaves everything as it was; what changed nothing is no step."""
        try:
            done = action()
        except (Refused, InputError, NotFound):
            assert self.picture() == self.now
            return
        now = self.picture()
        if done.step is None:
            assert now == self.now
            return
        step = history.steps(self.desk, limit=1)[0]
        assert step.id == done.step
        if step.undoable:
            self.done.append(self.now)
            self.undone.clear()
        self.now = now

    def claim(self, number: int) -> str:
        found = claims.of_article(self.desk, self.article)
        return found[number % len(found)].id

    @rule(n=st.integers(0, 9), m=st.integers(0, 9), because=WORDS)
    def set_aside(self, n: int, m: int, because: str) -> None:
        self.act(lambda: claims.dismiss(self.desk, [self.claim(n), self.claim(m)], because))

    @rule(n=st.integers(0, 9), m=st.integers(0, 9), verb=st.sampled_from([claims.accept, claims.reopen, claims.start]))
    def move(self, n: int, m: int, verb: Any) -> None:
        self.act(lambda: verb(self.desk, [self.claim(n), self.claim(m)]))

    @rule(n=st.integers(0, 9), words=WORDS, claimant=WORDS, date=st.sampled_from(["", "2026", "2026-02~", "never"]))
    def edit(self, n: int, words: str, claimant: str, date: str) -> None:
        self.act(lambda: claims.edit(self.desk, self.claim(n), standalone=words, claimant=claimant, date=date))

    @rule(start=st.integers(-1, len(TEXT)), length=st.integers(0, 40))
    def create(self, start: int, length: int) -> None:
        self.act(lambda: claims.create(self.desk, self.article, start, start + length))

    @rule(n=st.integers(0, 9), start=st.integers(0, len(TEXT)), length=st.integers(0, 40))
    def respan(self, n: int, start: int, length: int) -> None:
        self.act(lambda: claims.respan(self.desk, self.claim(n), start, start + length))

    @rule(n=st.integers(0, 9), m=st.integers(0, 9))
    def merge(self, n: int, m: int) -> None:
        self.act(lambda: claims.merge(self.desk, self.claim(n), self.claim(m)))

    @rule(n=st.integers(0, 9), at=st.integers(0, len(TEXT)))
    def cut(self, n: int, at: int) -> None:
        self.act(lambda: claims.cut(self.desk, self.claim(n), at))

    @rule(n=st.integers(0, 9), page=st.integers(0, 3), stance=st.sampled_from(Stance), note=WORDS)
    def cite(self, n: int, page: int, stance: Stance, note: str) -> None:
        where = f"https://example.org/{page}"
        self.act(lambda: sources.cite(self.desk, self.claim(n), where, fetch=False, stance=stance, note=note))

    @rule(n=st.integers(0, 9), stance=st.sampled_from(Stance), remove=st.booleans())
    def change_evidence(self, n: int, stance: Stance, remove: bool) -> None:
        cited = sources.of_claim(self.desk, self.claim(n))
        if cited and remove:
            self.act(lambda: sources.remove_evidence(self.desk, cited[-1].id))
        elif cited:
            self.act(lambda: sources.edit_evidence(self.desk, cited[0].id, stance=stance))

    @rule(n=st.integers(0, 9), rating=RATINGS, because=WORDS)
    def judge(self, n: int, rating: str, because: str) -> None:
        self.act(lambda: verdicts.give(self.desk, self.claim(n), rating, because))

    @rule(n=st.integers(0, 9), back=st.booleans())
    def vote(self, n: int, back: bool) -> None:
        if back:
            self.act(lambda: verdicts.send_back(self.desk, self.claim(n), "Look again."))
        else:
            self.act(lambda: verdicts.approve(self.desk, self.claim(n)))

    @rule(n=st.integers(0, 9), m=st.integers(0, 9))
    def publish(self, n: int, m: int) -> None:
        self.act(lambda: verdicts.publish(self.desk, list({self.claim(n), self.claim(m)})))

    @rule(
        n=st.integers(0, 9), rating=st.one_of(st.none(), RATINGS), words=st.one_of(st.none(), WORDS), soft=st.booleans()
    )
    def correct(self, n: int, rating: str | None, words: str | None, soft: bool) -> None:
        sort = "clarification" if soft else "correction"
        self.act(
            lambda: verdicts.correct(
                self.desk,
                self.claim(n),
                what_was_wrong="It.",
                because="So.",
                rating=rating,
                standalone=words,
                sort=sort,
            )
        )

    @rule(n=st.integers(0, 9))
    def withdraw(self, n: int) -> None:
        self.act(lambda: verdicts.withdraw(self.desk, self.claim(n), "No longer so."))

    @rule(n=st.integers(0, 9), m=st.integers(0, 9), name=WORDS, off=st.booleans())
    def tag(self, n: int, m: int, name: str, off: bool) -> None:
        verb = marks.untag if off else marks.tag
        self.act(lambda: verb(self.desk, [self.claim(n), self.claim(m)], name or "usual"))

    @rule(n=st.integers(0, 9), to=st.one_of(st.none(), NAMES), priority=st.integers(-1, 4))
    def hand_out(self, n: int, to: str | None, priority: int) -> None:
        self.act(lambda: marks.assign(self.desk, [self.claim(n)], to))
        self.act(lambda: marks.prioritise(self.desk, [self.claim(n)], priority))

    @rule(n=st.integers(0, 9), words=WORDS, reply=st.booleans())
    def note(self, n: int, words: str, reply: bool) -> None:
        claim = self.claim(n)
        known = marks.notes(self.desk, claim)
        self.act(lambda: marks.note(self.desk, claim, words, known[-1].id if reply and known else None))

    @rule(title=WORDS, outlet=WORDS)
    def edit_article(self, title: str, outlet: str) -> None:
        self.act(lambda: articles.edit(self.desk, self.article, title=title, outlet=outlet))

    @rule(n=st.integers(0, 9), worth=st.floats(0, 1))
    def accept_above(self, n: int, worth: float) -> None:
        self.act(lambda: claims.accept_above(self.desk, self.article, worth))

    @rule(n=st.integers(0, 9), other=WORDS, item=st.sampled_from([None, "Q42", "Q64", "42"]), link=st.booleans())
    def name_claimant(self, n: int, other: str, item: str | None, link: bool) -> None:
        known = claimants.list_all(self.desk)
        name = known[n % len(known)].name
        if link:
            self.act(lambda: claimants.link(self.desk, name, item))
        else:
            self.act(lambda: claimants.also_called(self.desk, name, other))

    @rule(n=st.integers(0, 9), m=st.integers(0, 9))
    def merge_claimants(self, n: int, m: int) -> None:
        known = claimants.list_all(self.desk)
        self.act(lambda: claimants.merge(self.desk, known[n % len(known)].id, known[m % len(known)].id))

    @rule(name=st.sampled_from(["", "bridges", "Mayors"]), words=st.sampled_from(["bridge", "cost"]), off=st.booleans())
    def keep_search(self, name: str, words: str, off: bool) -> None:
        if off:
            self.act(lambda: search.forget(self.desk, name))
        else:
            self.act(lambda: search.save(self.desk, name, Query(words=words)))

    @rule(n=st.integers(0, 9), m=st.integers(0, 9), said=st.sampled_from(["same", "related", "different", None]))
    def decide_match(self, n: int, m: int, said: str | None) -> None:
        self.act(lambda: matching.decide(self.desk, self.claim(n), self.claim(m), said))

    @rule(n=st.integers(0, 9), name=st.sampled_from([None, "", "The harbour office"]))
    def name_origin(self, n: int, name: str | None) -> None:
        cited = sources.of_claim(self.desk, self.claim(n))
        if cited:
            self.act(lambda: citations.name_origin(self.desk, cited[0].source.id, name))

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        history.undo(self.desk)
        self.undone.append(self.now)
        self.now = self.done.pop()
        assert self.picture() == self.now

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        history.redo(self.desk)
        self.done.append(self.now)
        self.now = self.undone.pop()
        assert self.picture() == self.now

    @precondition(lambda self: not self.undone)
    @rule()
    def nothing_to_redo(self) -> None:
        assert history.can_redo(self.desk) is None

    @invariant()
    def spans_are_the_articles_words(self) -> None:
        if hasattr(self, "article"):
            assert all(TEXT[c.start : c.end] == c.text for c in claims.of_article(self.desk, self.article))


def test_all_actions_with_undo_and_redo(empty_library: Path) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    Work.template = empty_library
    run_state_machine_as_test(
        Work,
        settings=settings(
            max_examples=12, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
