import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from quiz.scoring import Answer, Choice
from quiz.session import ItemKey, Round
from quiz.store import (
    KEPT_DAYS,
    AlreadyAnsweredError,
    AnswerStore,
    NotYetShownError,
    UnknownRoundError,
)

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


def test_forget_rounds_deletes_old_ones_with_their_answers(store):
    old = store.start_round(ITEMS, TODAY - timedelta(days=KEPT_DAYS + 1))
    kept = store.start_round(ITEMS, TODAY - timedelta(days=KEPT_DAYS))
    store.record(old, 0, ANSWER)
    assert store.forget_rounds(TODAY) == 1
    assert store.load_round(kept) == Round(ITEMS)
    with pytest.raises(UnknownRoundError):
        store.load_round(old)


def test_database_holds_neither_token_nor_anything_else_about_the_player(store, path):
    token = store.start_round(ITEMS, TODAY)
    store.record(token, 0, ANSWER)
    store.close()
    content = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert token.encode() not in content
    assert b"2026-11-22" in content
