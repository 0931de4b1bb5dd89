"""What a facilitator finds on the page for teachers."""

import pytest

from lessons.citation import without_markers
from lessons.guide import read_guide
from lessons.library import load_charter, load_lessons, load_plans
from lessons.text import text

GUIDE = "lessons/pages/guide.py"
LESSONS = load_lessons()


@pytest.fixture
def open_guide(site):
    def open_it(**address: str):
        site.query_params.update(address)
        site.switch_page(GUIDE).run()
        assert not site.exception
        return site

    return open_it


def read(app) -> str:
    parts = [*app.title, *app.header, *app.subheader, *app.markdown, *app.warning]
    return "\n".join(part.value for part in parts)


def links(app) -> list[str]:
    return [link.proto.query_string for link in app.get("page_link")]


def test_overview_has_every_plan_with_its_minutes_and_every_guide(open_guide):
    app = open_guide()
    assert [expander.label for expander in app.expander] == [plan.title for plan in load_plans()]
    shown = read(app)
    for plan in load_plans():
        for session in plan.sessions:
            minute = 0
            for step in session.steps:
                end = minute + step.minutes
                assert f"**Minute {minute} to {end}.** {step.do}" in shown
                minute = end
    for form in "abc":
        assert f"form={form}" in links(app)
    assert links(app)[-len(LESSONS) - 1 : -1] == [f"lesson={lesson.id}" for lesson in LESSONS]


@pytest.mark.parametrize("lesson", LESSONS[1:4], ids=lambda lesson: lesson.id)
def test_guide_shows_everything_its_author_gave(open_guide, lesson):
    app = open_guide(lesson=lesson.id)
    guide = read_guide(lesson)
    shown = read(app)
    assert [warning.value for warning in app.warning] == [guide.sensitive]
    for question in guide.questions:
        assert f"**{without_markers(question.ask)}"[:40] in shown
        assert text("guide-expect", {"answer": without_markers(question.expect)}) in shown
    for step in guide.timings:
        assert step.do in shown
    for competence in lesson.competences:
        assert competence in shown
    assert f"lesson={lesson.id}&projector=1" in links(app)
    labels = [button.proto.label for button in app.get("download_button")]
    assert labels == ["Handout (PDF)", "Answer key (PDF)"]


def take_over(app, rules: str) -> None:
    app.text_area("lessons_guide_charter").set_value(rules)
    app.button[0].click().run()
    assert not app.exception


def test_charter_begins_with_the_draft_and_shows_what_will_be_printed(open_guide):
    app = open_guide()
    draft = load_charter().rules
    assert app.text_area("lessons_guide_charter").value.splitlines() == list(draft)
    assert f"These {len(draft)} rules will be printed:" in read(app)
    take_over(app, "We ask first.\n\n  We wait.  ")
    assert [shown.value for shown in app.text] == ["1. We ask first.\n2. We wait."]
    take_over(app, "")
    assert "There is no rule yet." in read(app)


def test_charter_has_room_for_rules_and_not_for_a_book(open_guide):
    assert open_guide().text_area("lessons_guide_charter").max_chars == 8000


def test_letters_that_cannot_be_printed_are_named(open_guide):
    app = open_guide()
    assert not app.warning
    take_over(app, "Nous demandons d’abord — toujours.\n先に聞く。")
    (warning,) = app.warning
    assert "先 に 聞 く 。" in warning.value


def test_guide_of_an_unknown_lesson_names_the_known_ones(open_guide):
    app = open_guide(lesson="no-such-thing")
    assert [warning.value for warning in app.warning] == [text("no-such-lesson")]
    assert f"lesson={LESSONS[0].id}" in links(app)
