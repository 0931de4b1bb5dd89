import pytest

from lessons.labs.check_claims import (
    CLAIMS_FILE,
    Source,
    Verdict,
    cited,
    claim_problems,
    read_claims,
)
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


def test_claim_problems_reports_a_fact_that_the_ledger_does_not_know(write):
    folder = write(SOUND).parent
    assert claim_problems(folder, {"one-moon"}) == []
    (problem,) = claim_problems(folder, {})
    assert "There is no fact 'one-moon' in facts.toml" in problem.message


def test_claim_problems_asks_for_no_claims(tmp_path):
    assert claim_problems(tmp_path, {}) == []


def test_problem_names_the_line_of_the_claim(write):
    path = write(SOUND.replace('says = "I saw one."\n', ""))
    assert [problem.line for problem in claim_problems(path.parent, {"one-moon"})] == [
        SOUND.splitlines().index('title = "A neighbour"')
    ]


@pytest.mark.parametrize("folder", language_folders(), ids=lambda folder: folder.name)
def test_shipped_claims_are_sound_and_call_for_every_verdict(folder):
    claims, problems = read_claims(folder / CLAIMS_FILE)
    assert problems == []
    assert {claim.verdict for claim in claims} == set(Verdict)
    for claim in claims:
        assert len({claim.feedback[verdict] for verdict in Verdict}) == len(Verdict)
