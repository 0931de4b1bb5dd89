"""What a learner reads and decides about the three claims."""

import pytest

from lessons.labs.check_claims import CLAIMS_FILE, Verdict, cited, read_claims
from lessons.ledger import read_ledger
from lessons.library import language_folders
from lessons.pages.check_claims_lab import read_all
from lessons.pages.photographs import PACK
from quiz.installed import load_packs

LESSON = "before-you-look-closer"
CLAIMS, FACTS = read_all()


@pytest.fixture
def lab(open_lesson):
    return open_lesson(LESSON)


def decide(app, claim, verdict):
    app.radio(f"lessons_lab_claim_{claim.id}").set_value(verdict)
    app.button(f"lessons_lab_claim_{claim.id}_button").click().run()
    assert not app.exception


def source_key(claim, number):
    return f"lessons_lab_claim_{claim.id}_{number}"


def test_sources_stay_closed_until_they_are_opened(lab, read):
    for claim in CLAIMS:
        assert claim.words in read(lab)
        for source in claim.sources:
            assert source.says not in read(lab)


def test_opened_source_says_whether_it_is_real(lab, read):
    claim = next(claim for claim in CLAIMS if cited([claim]))
    for number, source in enumerate(claim.sources):
        lab.toggle(source_key(claim, number)).set_value(True).run()
        assert source.says in read(lab)
    real = [FACTS[source.fact] for source in claim.sources if source.fact]
    for fact in real:
        assert f"**Real.** Source: {fact.source}, {fact.date}. {fact.address} " in read(lab)
    assert read(lab).count("**Made up**") == len(claim.sources) - len(real)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_every_decision_is_explained(lab, claim):
    for verdict in Verdict:
        decide(lab, claim, verdict)
        shown = lab.success if verdict is claim.verdict else lab.info
        assert claim.feedback[verdict] in [box.value for box in shown]


def test_deciding_without_a_source_is_pointed_out(lab, read):
    claim = CLAIMS[0]
    decide(lab, claim, claim.verdict)
    assert "You opened none of the 4 sources." in read(lab)
    lab.toggle(source_key(claim, 0)).set_value(True).run()
    assert "You opened one of 4 sources." in read(lab)


def test_new_choice_hides_the_old_feedback(lab):
    claim = CLAIMS[0]
    decide(lab, claim, claim.verdict)
    lab.radio(f"lessons_lab_claim_{claim.id}").set_value(Verdict.OPEN).run()
    assert not lab.success


@pytest.mark.parametrize("folder", language_folders(), ids=lambda folder: folder.name)
def test_real_sources_are_facts_and_pictures_true_to_the_quiz(folder):
    claims, _ = read_claims(folder / CLAIMS_FILE)
    assert cited(claims) <= read_ledger()[0].keys()
    for claim in claims:
        if claim.picture:
            item = load_packs()[PACK].item(claim.picture)
            assert item.is_real == (claim.verdict is Verdict.TRUE)
