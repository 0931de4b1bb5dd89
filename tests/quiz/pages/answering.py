"""How the tests answer a round, as a learner would."""

import sqlite3
from contextlib import closing, contextmanager

from quiz import store as store_module
from quiz.scoring import Choice
from quiz.text import text

PLAY = "quiz/pages/play.py"


def round_of(store, app):
    """Return the round that a page's address names, as stored."""
    return store.load_round(app.query_params["round"])


def answer(app, choice, confidence):
    """Answer the picture that is asked about."""
    question, sureness = app.radio
    question.set_value(choice)
    sureness.set_value(confidence)
    press_answer(app)


def press_answer(app):
    """Press the button under the question."""
    labels = text("answer"), text("answer-form")
    next(b for b in app.button if b.label in labels).click().run()
    assert not app.exception


def right(item):
    """Return the choice that is right of an item."""
    return Choice.REAL if item.is_real else Choice.FAKE


def wrong(item):
    """Return the choice that is wrong of an item."""
    return Choice.FAKE if item.is_real else Choice.REAL


@contextmanager
def locked(folder, store, monkeypatch):
    """Let another program hold the database."""
    # The connection that the store has waits for seconds; a new one for none.
    monkeypatch.setattr(store_module, "BUSY_MS", 1)
    store.close()
    with closing(sqlite3.connect(folder / "answers.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def kept_from_all(database):
    """Let another program keep the database for itself, so that nobody can even read it."""
    with closing(sqlite3.connect(database)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        yield
