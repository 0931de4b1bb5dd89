import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from quiz import store as store_module
from quiz.scoring import Answer, Choice
from quiz.session import ItemKey, Round
from quiz.store import (
    KEPT_DAYS,
    AlreadyAnsweredError,
    AnswerStore,
    NotReadError,
    NotStoredError,
    NotYetShownError,
    UnknownLearnerError,
    UnknownRoundError,
)
from tests.quiz.pages.answering import kept_from_all

TODAY = date(2026, 11, 22)
ITEMS = tuple(ItemKey("starter", f"item-{n}") for n in range(3))
ANSWER = Answer(Choice.FAKE, 4)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "new folder" / "answers.sqlite3"


@pytest.fixture
def store(path):
    opened = AnswerStore(path)
    yield opened
    opened.close()


def test_start_round_makes_a_round_without_answers(store):
    token = store.start_round(ITEMS, TODAY)
    assert store.load_round(token) == Round(ITEMS)


def test_token_is_long_random_and_safe_in_an_address(store):
    tokens = {store.start_round(ITEMS, TODAY) for _ in range(50)}
    assert len(tokens) == 50
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", token) for token in tokens)


def test_answer_is_kept_over_a_restart(path):
    first = AnswerStore(path)
    token = first.start_round(ITEMS, TODAY)
    first.record(token, 0, ANSWER)
    first.close()
    again = AnswerStore(path)
    assert again.load_round(token) == Round(ITEMS, {0: ANSWER})
    again.close()


def test_second_answer_is_refused_and_the_first_stands(store):
    token = store.start_round(ITEMS, TODAY)
    store.record(token, 0, ANSWER)
    with pytest.raises(AlreadyAnsweredError):
        store.record(token, 0, Answer(Choice.REAL, 1))
    assert store.load_round(token).answers == {0: ANSWER}


@pytest.mark.parametrize("position", [1, 2, 3, -1])
def test_answer_out_of_turn_is_refused(store, position):
    token = store.start_round(ITEMS, TODAY)
    with pytest.raises(NotYetShownError):
        store.record(token, position, ANSWER)
    assert store.load_round(token) == Round(ITEMS)


def test_answer_after_the_end_is_refused(store):
    token = store.start_round(ITEMS, TODAY)
    for position in range(3):
        store.record(token, position, ANSWER)
    with pytest.raises(NotYetShownError):
        store.record(token, 3, ANSWER)


def test_rounds_do_not_mix(store):
    mine, yours = store.start_round(ITEMS, TODAY), store.start_round(ITEMS, TODAY)
    store.record(mine, 0, ANSWER)
    assert store.load_round(yours) == Round(ITEMS)


def test_unknown_token_is_told_apart(store):
    with pytest.raises(UnknownRoundError):
        store.load_round("no-such-round")
    with pytest.raises(UnknownRoundError):
        store.record("no-such-round", 0, ANSWER)


def test_of_many_answers_at_once_exactly_one_is_stored(store):
    token = store.start_round(ITEMS, TODAY)

    def answer(confidence):
        try:
            store.record(token, 0, Answer(Choice.REAL, confidence))
        except AlreadyAnsweredError:
            return None
        return confidence

    with ThreadPoolExecutor(8) as pool:
        stored = [done for done in pool.map(answer, [1, 2, 3, 4, 5] * 4) if done]
    assert len(stored) == 1
    assert store.load_round(token).answers[0].confidence == stored[0]


def test_tries_are_kept_in_order_and_each_once(store):
    token = store.start_learner(TODAY)
    assert store.load_tries(token) == {}
    for lesson, question, choice in [
        ("faked", "first", 2), ("faked", "second", 0), ("faked", "first", 0), ("faked", "first", 2),
        ("made", "first", 1),
    ]:  # fmt: skip
        store.record_try(token, lesson, question, choice)
    assert store.load_tries(token) == {
        ("faked", "first"): (2, 0),
        ("faked", "second"): (0,),
        ("made", "first"): (1,),
    }


def test_tries_of_learners_do_not_mix(store):
    mine, yours = store.start_learner(TODAY), store.start_learner(TODAY)
    store.record_try(mine, "faked", "first", 1)
    assert store.load_tries(yours) == {}


def test_unknown_learner_is_told_apart(store):
    round_token = store.start_round(ITEMS, TODAY)
    with pytest.raises(UnknownLearnerError):
        store.load_tries(round_token)
    with pytest.raises(UnknownLearnerError):
        store.record_try("no-such-learner", "faked", "first", 1)


def test_same_try_of_many_tabs_at_once_is_kept_once(store):
    token = store.start_learner(TODAY)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: store.record_try(token, "faked", "first", 1), range(20)))
    assert store.load_tries(token) == {("faked", "first"): (1,)}


def test_forget_old_deletes_old_learners_with_their_tries(store):
    old = store.start_learner(TODAY - timedelta(days=KEPT_DAYS + 1))
    kept = store.start_learner(TODAY - timedelta(days=KEPT_DAYS))
    for token in (old, kept):
        store.record_try(token, "faked", "first", 1)
    assert store.forget_old(TODAY) == 1
    assert store.load_tries(kept) == {("faked", "first"): (1,)}
    with pytest.raises(UnknownLearnerError):
        store.load_tries(old)


def test_forget_old_deletes_old_rounds_with_their_answers(store):
    old = store.start_round(ITEMS, TODAY - timedelta(days=KEPT_DAYS + 1))
    kept = store.start_round(ITEMS, TODAY - timedelta(days=KEPT_DAYS))
    store.record(old, 0, ANSWER)
    assert store.forget_old(TODAY) == 1
    assert store.load_round(kept) == Round(ITEMS)
    with pytest.raises(UnknownRoundError):
        store.load_round(old)


@pytest.mark.parametrize("begin", ["start_round", "start_learner"])
def test_old_answers_are_deleted_on_each_new_day_while_the_server_runs(store, begin):
    first = TODAY - timedelta(days=KEPT_DAYS + 1)
    old = store.start_round(ITEMS, first)
    arguments = (ITEMS,) if begin == "start_round" else ()
    getattr(store, begin)(*arguments, TODAY - timedelta(days=1))
    assert store.load_round(old) == Round(ITEMS)
    getattr(store, begin)(*arguments, TODAY)
    with pytest.raises(UnknownRoundError):
        store.load_round(old)


def test_leave_out_keeps_the_answers_with_their_pictures(store):
    token, other = (store.start_round(ITEMS, TODAY) for _ in range(2))
    for position in range(2):
        store.record(token, position, Answer(Choice.REAL, position + 1))
        store.record(other, position, ANSWER)
    store.leave_out(token, {ITEMS[0]})
    assert store.load_round(token) == Round(ITEMS[1:], {0: Answer(Choice.REAL, 2)})
    store.record(token, 1, ANSWER)
    assert store.load_round(token).is_over
    assert store.load_round(other) == Round(ITEMS, {0: ANSWER, 1: ANSWER})


def test_answer_to_a_locked_database_is_told_as_not_stored(path, monkeypatch):
    monkeypatch.setattr(store_module, "BUSY_MS", 1)
    store = AnswerStore(path)
    token = store.start_round(ITEMS, TODAY)
    other = sqlite3.connect(path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(NotStoredError):
        store.record(token, 0, ANSWER)
    with pytest.raises(NotStoredError):
        store.start_round(ITEMS, TODAY)
    assert store.load_round(token) == Round(ITEMS)
    other.close()
    store.record(token, 0, ANSWER)
    assert store.load_round(token).answers == {0: ANSWER}
    store.close()


def test_database_that_another_program_keeps_for_itself_is_told_as_not_read(path, monkeypatch):
    monkeypatch.setattr(store_module, "BUSY_MS", 1)
    store = AnswerStore(path)
    token, learner = store.start_round(ITEMS, TODAY), store.start_learner(TODAY)
    store.close()
    with kept_from_all(path):
        with pytest.raises(NotReadError):
            store.load_round(token)
        with pytest.raises(NotReadError):
            store.load_tries(learner)
        with pytest.raises(NotStoredError):
            store.record(token, 0, ANSWER)
    assert store.load_round(token) == Round(ITEMS)
    store.close()


def test_damaged_database_is_told_as_neither_read_nor_stored(store, path):
    token = store.start_round(ITEMS, TODAY)
    store.close()
    content = path.read_bytes()
    # The first page alone says what tables there are.
    path.write_bytes(content[:4096] + b"damaged." * ((len(content) - 4096) // 8))
    with pytest.raises(NotReadError):
        store.load_round(token)
    with pytest.raises(NotStoredError):
        store.start_round(ITEMS, TODAY)


def test_file_that_is_no_database_is_refused_with_its_reason(tmp_path):
    path = tmp_path / "answers.sqlite3"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(NotReadError, match="cannot be opened: file is not a database"):
        AnswerStore(path)


def test_database_holds_neither_token_nor_anything_else_about_the_player(store, path):
    token = store.start_round(ITEMS, TODAY)
    store.record(token, 0, ANSWER)
    learner = store.start_learner(TODAY)
    store.record_try(learner, "faked", "first", 1)
    store.close()
    content = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert token.encode() not in content
    assert learner.encode() not in content
    assert b"2026-11-22" in content
