"""Where rounds and answers are kept: a database, without anything that points to a person.

A round, and what a learner tried in the lessons, is found by a token that only the page's address
holds; the database keeps the token's SHA-256, so that reading the database does not let anyone take
it over.
"""

import hashlib
import json
import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa

from quiz.scoring import Answer, Choice
from quiz.session import ItemKey, Round

KEPT_DAYS = 60
# How long a writer waits for another one.
BUSY_MS = 5000
# The last where a class waits for a writer and no connection is left.
_UNAVAILABLE = sa.exc.DatabaseError, sa.exc.TimeoutError

_metadata = sa.MetaData()
_rounds = sa.Table(
    "rounds",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    # The day is enough to delete old rounds, and says less about a player than the minute.
    sa.Column("started_on", sa.Date, nullable=False),
    sa.Column("shown", sa.Text, nullable=False),
)
_answers = sa.Table(
    "answers",
    _metadata,
    sa.Column("round_id", sa.ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("choice", sa.String(4), nullable=False),
    sa.Column("confidence", sa.Integer, nullable=False),
)
_learners = sa.Table(
    "learners",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("started_on", sa.Date, nullable=False),
)
_tries = sa.Table(
    "tries",
    _metadata,
    sa.Column("learner_id", sa.ForeignKey("learners.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("lesson", sa.String(200), primary_key=True),
    sa.Column("question", sa.String(200), primary_key=True),
    sa.Column("choice", sa.Integer, primary_key=True),
    # The how-manieth it was of its question, from 0.
    sa.Column("place", sa.Integer, nullable=False),
)


class UnknownRoundError(LookupError):
    """No round has this token: mistyped, or deleted because it was old."""


class UnknownLearnerError(LookupError):
    """No learner has this token: mistyped, or deleted because it was old."""


class AlreadyAnsweredError(ValueError):
    """This picture has an answer, and the first one stands."""


class NotYetShownError(ValueError):
    """An earlier picture of the round has no answer yet."""


class NotStoredError(RuntimeError):
    """The database cannot be written to now; nothing was changed.

    Another program holds it, and did so for `BUSY_MS`; or the disk is full, or the file damaged.
    """


class NotReadError(RuntimeError):
    """The database cannot be read now.

    Another program keeps it for itself, and did so for `BUSY_MS`; or its file is damaged or gone.
    """


class AnswerStore:
    """Rounds and their answers in an SQL database.

    Args:
        address: path of an SQLite file, made with its folder if missing, or an SQLAlchemy URL.

    Raises:
        OSError: the folder cannot be made.
        NotReadError: the database cannot be opened; the message says why.
    """

    def __init__(self, address: str | Path) -> None:
        address = str(address)
        if "://" not in address:
            Path(address).parent.mkdir(parents=True, exist_ok=True)
            address = f"sqlite:///{address}"
        self._engine = sa.create_engine(address)
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", _prepare_sqlite)
        try:
            _metadata.create_all(self._engine)
        except sa.exc.DatabaseError as error:
            raise NotReadError(f"the answers' database cannot be opened: {error.orig}") from error
        self._forgot_on: date | None = None

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except _UNAVAILABLE as error:
            raise NotReadError("the database cannot be read now") from error

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        """Begin a change; it is all stored at the end, or nothing of it."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except _UNAVAILABLE as error:
            raise NotStoredError("the database cannot be written to now") from error

    def start_round(self, items: Sequence[ItemKey], today: date) -> str:
        """Store a new round and return its token: 128 random bits, safe in an address.

        Raises:
            NotStoredError: the database cannot be written to now.
        """
        self._forget_once_a_day(today)
        token = secrets.token_urlsafe(16)
        with self._writing() as connection:
            connection.execute(
                _rounds.insert().values(
                    token_hash=_hash(token), started_on=today, shown=_listed(items)
                )
            )
        return token

    def load_round(self, token: str) -> Round:
        """Return a round with the answers given so far.

        Raises:
            UnknownRoundError: there is none of that token.
            NotReadError: the database cannot be read now.
        """
        with self._reading() as connection:
            _, stored = _find(connection, token)
        return stored

    def record(self, token: str, position: int, answer: Answer) -> None:
        """Store an answer for good.

        Args:
            token: of the round.
            position: of the picture, from 0; must be the first without an answer.
            answer: what the learner said.

        Raises:
            UnknownRoundError: there is no such round.
            AlreadyAnsweredError: the picture has an answer; nothing is changed.
            NotYetShownError: the picture lies beyond the first without an answer.
            NotStoredError: the database cannot be written to now.
        """
        with self._writing() as connection:
            round_id, stored = _find(connection, token)
            if position in stored.answers:
                raise AlreadyAnsweredError(f"picture {position + 1} has an answer already")
            if position != stored.first_unanswered or stored.is_over:
                raise NotYetShownError(f"picture {position + 1} is not the next one")
            try:
                connection.execute(
                    _answers.insert().values(
                        round_id=round_id,
                        position=position,
                        choice=answer.choice.value,
                        confidence=answer.confidence,
                    )
                )
            except sa.exc.IntegrityError:
                # Two tabs answered at once: the primary key lets only the first in.
                raise AlreadyAnsweredError(f"picture {position + 1} has an answer") from None

    def leave_out(self, token: str, gone: Collection[ItemKey]) -> None:
        """Take pictures out of a round, with their answers; those after them move up.

        Args:
            token: of the round.
            gone: the pictures, which the app no longer has.

        Raises:
            UnknownRoundError: there is no such round.
            NotStoredError: the database cannot be written to now.
        """
        with self._writing() as connection:
            round_id, stored = _find(connection, token)
            kept = [place for place, key in enumerate(stored.items) if key not in gone]
            theirs = _answers.c.round_id == round_id
            connection.execute(
                _rounds.update()
                .where(_rounds.c.id == round_id)
                .values(shown=_listed(stored.items[place] for place in kept))
            )
            connection.execute(_answers.delete().where(theirs & _answers.c.position.not_in(kept)))
            # Upwards, so that no two answers have one position at any time.
            for position, place in enumerate(kept):
                connection.execute(
                    _answers.update()
                    .where(theirs & (_answers.c.position == place))
                    .values(position=position)
                )

    def start_learner(self, today: date) -> str:
        """Store a learner who has tried nothing yet and return the token, as of a round."""
        self._forget_once_a_day(today)
        token = secrets.token_urlsafe(16)
        with self._writing() as connection:
            connection.execute(_learners.insert().values(token_hash=_hash(token), started_on=today))
        return token

    def load_tries(self, token: str) -> dict[tuple[str, str], tuple[int, ...]]:
        """Return what a learner has chosen, in that order, by the ids of lesson and question.

        Raises:
            UnknownLearnerError: there is none of that token.
            NotReadError: the database cannot be read now.
        """
        with self._reading() as connection:
            learner = _find_learner(connection, token)
            rows = connection.execute(
                sa.select(_tries).where(_tries.c.learner_id == learner).order_by(_tries.c.place)
            )
            tries: dict[tuple[str, str], tuple[int, ...]] = {}
            for row in rows:
                place = (row.lesson, row.question)
                tries[place] = (*tries.get(place, ()), row.choice)
        return tries

    def record_try(self, token: str, lesson: str, question: str, choice: int) -> None:
        """Store that a learner chose an answer to a question of a lesson.

        Args:
            token: of the learner.
            lesson: its id, of at most 200 letters.
            question: its id within the lesson, likewise.
            choice: place of the choice among those of the question, from 0. The same again
                changes nothing.

        Raises:
            UnknownLearnerError: there is no such learner.
        """
        with self._writing() as connection:
            learner = _find_learner(connection, token)
            theirs = sa.and_(
                _tries.c.learner_id == learner,
                _tries.c.lesson == lesson,
                _tries.c.question == question,
            )
            before = sa.select(_tries.c.choice).where(theirs)
            earlier = set(connection.execute(before).scalars())
            if choice in earlier:
                return
            values = {"lesson": lesson, "question": question, "choice": choice}
            # Two tabs may be as fast as one another: the primary key lets only the first in.
            with suppress(sa.exc.IntegrityError), connection.begin_nested():
                connection.execute(
                    _tries.insert().values(learner_id=learner, place=len(earlier), **values)
                )

    def forget_old(self, today: date) -> int:
        """Delete rounds and learners older than `KEPT_DAYS`, with what they answered.

        Returns:
            how many rounds and learners there were.
        """
        limit = today - timedelta(days=KEPT_DAYS)
        with self._writing() as connection:
            deleted = sum(
                connection.execute(table.delete().where(table.c.started_on < limit)).rowcount
                for table in (_rounds, _learners)
            )
        self._forgot_on = today
        return deleted

    def _forget_once_a_day(self, today: date) -> None:
        # Not only when the server starts: it may run for months.
        if today != self._forgot_on:
            self.forget_old(today)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def _listed(items: Iterable[ItemKey]) -> str:
    return json.dumps([[key.pack, key.item] for key in items])


def _find(connection: sa.Connection, token: str) -> tuple[int, Round]:
    row = connection.execute(
        sa.select(_rounds.c.id, _rounds.c.shown).where(_rounds.c.token_hash == _hash(token))
    ).one_or_none()
    if row is None:
        raise UnknownRoundError("no round has this token")
    given = connection.execute(sa.select(_answers).where(_answers.c.round_id == row.id))
    answers = {entry.position: Answer(Choice(entry.choice), entry.confidence) for entry in given}
    return row.id, Round(tuple(ItemKey(*pair) for pair in json.loads(row.shown)), answers)


def _find_learner(connection: sa.Connection, token: str) -> int:
    query = sa.select(_learners.c.id).where(_learners.c.token_hash == _hash(token))
    learner = connection.execute(query).scalar_one_or_none()
    if learner is None:
        raise UnknownLearnerError("no learner has this token")
    return learner


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _prepare_sqlite(connection: sa.engine.interfaces.DBAPIConnection, _: object) -> None:
    # First, for the next may have to wait already.
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    # Write-ahead logging lets thirty pupils read while one answer is written.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")
