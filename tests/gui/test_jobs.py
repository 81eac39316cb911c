"""The lanes: order, progress, cancel, failures, owners that went, a bounded end; and the worker process."""

import threading
import time
from multiprocessing import Pipe

import pytest
from PySide6.QtCore import QObject

from factcheck.errors import Cancelled, InputError, WorldError
from ui.jobs import Jobs
from ui.worker import Worker, WorkerBug


@pytest.fixture
def jobs(app):
    made = Jobs()
    yield made
    made.close()


def _until(met) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    end = time.monotonic() + 20
    while not met():
        assert time.monotonic() < end, "never came"
        loop = QEventLoop()
        QTimer.singleShot(5, loop.quit)
        loop.exec()


def test_the_store_lane_keeps_the_order_and_answers_on_the_windows_thread(jobs) -> None:
    done, threads = [], set()
    for n in range(20):
        jobs.start("store", lambda _job, n=n: n, lambda v: (done.append(v), threads.add(threading.current_thread())))
    _until(lambda: len(done) == 20)
    assert done == list(range(20))
    assert threads == {threading.main_thread()}


def test_a_failure_without_an_answer_is_told_as_a_job(jobs) -> None:
    told = []
    jobs.failure.connect(told.append)

    def fail(_job):
        raise InputError("setting-unknown", key="x")

    jobs.start("net", fail)
    _until(lambda: told)
    assert told[0].problem.sentence("en").startswith("There is no setting")


def test_a_cancelled_job_answers_nothing_and_its_progress_was_told(jobs) -> None:
    answers, shares, started = [], [], threading.Event()
    jobs.changed.connect(lambda: shares.extend(j.share for j in jobs.shown()))

    def work(job):
        job.tell("fetch", 1, 4)
        started.set()
        while not job.cancelled():
            time.sleep(0.005)
        raise Cancelled

    job = jobs.start("net", work, answers.append, title="job.store")
    assert jobs.shown() == [job]
    _until(started.is_set)
    _until(lambda: 0.25 in shares)
    job.cancel()
    _until(lambda: not jobs.busy())
    assert answers == []
    assert jobs.shown() == []


def test_an_answer_for_an_owner_that_is_gone_is_dropped(jobs) -> None:
    owner, answers, go = QObject(), [], threading.Event()
    jobs.start("net", lambda _job: go.wait(5), answers.append, owner=owner)
    from shiboken6 import delete

    delete(owner)
    go.set()
    _until(lambda: not jobs.busy())
    assert answers == []


def test_the_end_is_bounded_and_stops_what_listens(app) -> None:
    jobs = Jobs()
    stopped = threading.Event()

    def work(job):
        while not job.cancelled():
            time.sleep(0.005)
        stopped.set()

    jobs.start("net", work)
    assert jobs.close(seconds=5)
    assert stopped.is_set()
    late = jobs.start("store", lambda _job: 1)
    assert late.over


def test_the_end_does_not_wait_for_what_does_not_listen(app) -> None:
    jobs, started, go = Jobs(), threading.Event(), threading.Event()

    def work(_job):
        started.set()
        go.wait(60)

    jobs.start("net", work)
    started.wait(20)
    assert jobs.close(seconds=0.2) is False
    assert not go.is_set()  # it was left behind while it still ran
    assert jobs.busy()  # which the program's end must know, for the interpreter would wait for it
    jobs.wait_for_store()
    go.set()


def test_progress_is_a_share_or_a_stage_with_numbers(jobs) -> None:
    job = jobs.start("store", lambda _job: None)
    for told, share in (((0.5,), 0.5), (("read", 3, 4), 0.75), (("read", 3, None), None), ((2.0,), 1.0)):
        job._told = 0.0
        job.tell(*told)
        assert job.share == share
    _until(lambda: not jobs.busy())


def test_the_worker_returns_tells_and_raises_what_people_read() -> None:
    worker = Worker()
    try:
        assert worker.run("operator:add", 2, 3) == 5
        with pytest.raises(InputError) as told:
            worker.run("factcheck.settings:find", "no.such.key")
        assert told.value.sentence("fr").startswith("Il n’existe pas")
        with pytest.raises(WorkerBug, match="ZeroDivisionError"):
            worker.run("operator:truediv", 1, 0)
    finally:
        worker.stop()


def test_a_worker_that_is_just_ending_because_it_was_idle_gets_no_request() -> None:
    worker = Worker()
    try:
        assert worker.run("operator:add", 2, 3) == 5
        ours, theirs = Pipe()
        theirs.close()  # as the child does first
        worker._pipe.close()
        worker._pipe = ours
        assert worker.run("operator:add", 2, 4) == 6
    finally:
        worker.stop()


def test_the_worker_is_killed_at_its_deadline_and_by_cancel_and_starts_again() -> None:
    worker = Worker()
    try:
        with pytest.raises(WorldError):
            worker.run("time:sleep", 60, deadline=1.0)
        with pytest.raises(Cancelled):
            worker.run("time:sleep", 60, cancelled=lambda: True)
        assert worker.run("operator:add", 1, 1) == 2
    finally:
        worker.stop()
