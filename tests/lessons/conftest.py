"""A lesson with nothing wrong in it, to be spoilt one fault at a time; and a painter."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lessons.untrained_painter import write_untrained_painter

SOUND_LESSON = """\
+++
id = "sound"
title = "A sound lesson"
minutes = 10
ages = "11 and up"
objectives = ["Say what a lesson is."]
prerequisites = []
competences = ["Explain how AI could be used to amplify societal biases"]
key_points = ["It is short."]
cannot_tell = ["It cannot tell you everything."]
try_it = ["Read it to a friend."]

[[sources]]
title = "A book"
who = "Somebody"
year = 2020
address = "book.example"
checked = 2026-11-22

[[checks]]
id = "first"
question = "Which one?"

[[checks.choices]]
text = "This one"
right = true
explanation = "It is the one."

[[checks.choices]]
text = "That one"
right = false
explanation = "It is the other one."

[[checks]]
id = "second"
question = "And now?"

[[checks.choices]]
text = "Yes"
right = false
explanation = "It is not so."

[[checks.choices]]
text = "No"
right = true
explanation = "It is so."
+++

We begin with a few words.

## A part

{{check: first}}

More words.

### A smaller part

{{lab: edit_traces}}

{{check: second}}
"""


SOUND_FACT = """\
[[facts]]
id = "a-study"
statement = "Half of the people were right."
source = "Somebody: A study"
address = "study.example"
date = 2024-06-12
checked = 2026-11-22
expires = 2028-11-22
certainty = "confirmed"
"""


@pytest.fixture
def sound_fact() -> str:
    return SOUND_FACT


@pytest.fixture
def write_ledger(tmp_path) -> Callable[[str], Path]:
    def write(content: str) -> Path:
        path = tmp_path / "facts.toml"
        path.write_text(content, encoding="utf-8")
        return path

    return write


SOUND_GUIDE = """\
sensitive = "Nothing."

[[timings]]
minutes = 6
do = "Read."

[[timings]]
minutes = 4
do = "Talk."

[[questions]]
ask = "What is a lesson?"
expect = "It is short."
"""


@pytest.fixture
def sound_guide() -> str:
    return SOUND_GUIDE


@pytest.fixture
def write_guide(tmp_path) -> Callable[..., Path]:
    """Write the guide to the sound lesson."""

    def write(content: str = SOUND_GUIDE) -> Path:
        path = tmp_path / "01-sound.guide.toml"
        path.write_text(content, encoding="utf-8")
        return path

    return write


@pytest.fixture
def sound_lesson() -> str:
    return SOUND_LESSON


@pytest.fixture
def write_lesson(tmp_path) -> Callable[..., Path]:
    def write(content: str, name: str = "01-sound.md") -> Path:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def authority(tmp_path_factory) -> Path:
    """A folder for the keys that pictures are signed with."""
    return tmp_path_factory.mktemp("authority")


@pytest.fixture(scope="session")
def painter(tmp_path_factory, authority) -> Path:
    """The folder of a painter that has learned nothing, with its examples."""
    return write_untrained_painter(tmp_path_factory.mktemp("painter"), authority)
