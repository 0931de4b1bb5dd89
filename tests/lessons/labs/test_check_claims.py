import pytest

from lessons.labs.check_claims import CLAIMS_FILE, Source, Verdict, cited, read_claims
from lessons.library import language_folders

SOUND = """
[[claims]]
id = "two-moons"
unseen = "Two moons above a roof."
words = "Tonight there are two moons!"
verdict = "false"
[[claims.sources]]
title = "An observatory"
says = "The Earth has one moon."
fact = "one-moon"
[[claims.sources]]
title = "A neighbour"
says = "I saw one."
[[claims.feedback]]
verdict = "true"
text = "Look again."
[[claims.feedback]]
verdict = "false"
text = "Right."
[[claims.feedback]]
verdict = "open"
text = "You can decide this."
"""
FAULTS = {
    "no-picture": ('unseen = "Two moons above a roof."', "", "picture", "Give the id of a picture"),
    "unknown-verdict": ('verdict = "open"', 'verdict = "maybe"',
                        "verdict", "Use one of true, false, open."),
    "one-source": ('[[claims.sources]]\ntitle = "A neighbour"\nsays = "I saw one."\n', "",
                   "sources", "Has 1; write at least 2"),
    "choice-without-feedback": ('verdict = "open"\ntext', 'verdict = "true"\ntext',
                                "feedback", "Says nothing about open; explain every choice."),
    "unknown-field": ('words =', 'words_ = "x"\nwords =', "words_", "Is not a field here"),
}  # fmt: skip


@pytest.fixture
def write(tmp_path):
    def write_(content):
        path = tmp_path / CLAIMS_FILE
        path.write_text(content, encoding="utf-8")
        return path

    return write_


def test_read_claims_reads_every_field(write):
    (claim,), problems = read_claims(write(SOUND))
    assert problems == []
    assert (claim.id, claim.picture, claim.verdict) == ("two-moons", "", Verdict.FALSE)
    assert claim.sources[0] == Source("An observatory", "The Earth has one moon.", "one-moon")
    assert claim.feedback[Verdict.TRUE] == "Look again."
    assert cited([claim]) == {"one-moon"}


@pytest.mark.parametrize(("old", "new", "field", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_read_claims_names_the_fault(write, old, new, field, message):
    assert SOUND.count(old) == 1
    (problem,) = read_claims(write(SOUND.replace(old, new)))[1]
    assert problem.field.endswith(field)
    assert message in problem.message


def test_read_claims_refuses_what_is_not_toml(write):
    claims, (problem,) = read_claims(write("[[claims"))
    assert claims == []
    assert "Is not readable as TOML" in problem.message


@pytest.mark.parametrize("folder", language_folders(), ids=lambda folder: folder.name)
def test_shipped_claims_are_sound_and_call_for_every_verdict(folder):
    claims, problems = read_claims(folder / CLAIMS_FILE)
    assert problems == []
    assert {claim.verdict for claim in claims} == set(Verdict)
    for claim in claims:
        assert len({claim.feedback[verdict] for verdict in Verdict}) == len(Verdict)
