"""What a learner reads and does on the lessons page."""

import re
from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lessons.citation import cited_facts, without_markers
from lessons.lesson import Lesson
from lessons.library import load_ledger, load_lessons
from lessons.slides import slides
from lessons.text import text
from quiz.pages import resources
from quiz.pages.resources import DATABASE_SETTING
from quiz.store import KEPT_DAYS
from tests.quiz.pages.answering import locked

ROOT = Path(__file__).parents[2]
LESSONS = load_lessons()
FAKED, FOLLOWING = LESSONS[2:4]


@pytest.fixture
def site(tmp_path, monkeypatch) -> AppTest:
    monkeypatch.setenv(DATABASE_SETTING, str(tmp_path / "answers.sqlite3"))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    return app.switch_page("lessons/page.py")


@pytest.fixture
def open_lesson(site):
    def open_it(lesson_id: str) -> AppTest:
        site.query_params["lesson"] = lesson_id
        site.run()
        assert not site.exception
        return site

    return open_it


def read(app: AppTest) -> str:
    return "\n".join(element.value for element in app.markdown)


def page_links(app: AppTest) -> list[tuple[str, str]]:
    return [
        (link.proto.label, link.proto.query_string or link.proto.page)
        for link in app.get("page_link")
    ]


def test_list_shows_minutes_and_objectives_of_every_lesson(site):
    site.run()
    assert not site.exception
    assert [title.value for title in site.title] == ["Lessons"]
    assert [header.value for header in site.header] == [lesson.title for lesson in LESSONS]
    for lesson in LESSONS:
        assert f"{lesson.minutes} minutes. Ages {lesson.ages}." in read(site)
        for objective in lesson.objectives:
            assert without_markers(objective) in read(site)
    assert [address for _, address in page_links(site)] == [
        "lesson=harm-consent-help",
        *(f"lesson={lesson.id}" for lesson in LESSONS), "teach", "facts",
    ]  # fmt: skip


def test_list_says_so_when_the_address_names_no_lesson(open_lesson):
    site = open_lesson("no-such-thing")
    assert [warning.value for warning in site.warning] == [
        "There is no such lesson. Please choose one from the list below."
    ]
    assert len(site.header) == len(LESSONS)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_lesson_shows_everything_its_author_gave(open_lesson, lesson):
    site = open_lesson(lesson.id)
    assert [title.value for title in site.title] == [lesson.title]
    shown = re.sub(r" \[\\\[\d+\\\]\]\(#fact-[^)]*\)", "", read(site))
    for part in (*lesson.objectives, *lesson.try_it, *lesson.key_points, *lesson.cannot_tell):
        assert without_markers(part) in shown
    assert "{{" not in shown
    for source in lesson.sources:
        work = f"**{source.title}**, by {source.who}, {source.year}: {source.address}"
        assert f"{work} (checked {source.checked})" in shown
    questions = [radio.label for radio in site.radio if radio.label.startswith("Check")]
    asked = (without_markers(check.question) for check in lesson.checks)
    assert questions == [f"Check yourself. {question}" for question in asked]


def test_lesson_lists_the_facts_it_cites_with_source_and_certainty(open_lesson):
    site = open_lesson(FAKED.id)
    (listed,) = [html.proto.body for html in site.get("html") if "<ol" in html.proto.body]
    ledger = load_ledger()
    for number, name in enumerate(cited_facts(FAKED), start=1):
        fact = ledger[name]
        link = f"[\\[{number}\\]](#fact-{name} 'Fact {number} in the list at the end')"
        assert link in read(site)
        assert f'<li id="fact-{name}"' in listed
        for told in (fact.statement, fact.source, fact.address, fact.date):
            assert escape(told) in listed
        assert f"Checked on {fact.checked}, to be checked again by {fact.expires}." in listed
    assert listed.count("<li") == listed.count("How sure: ") == len(cited_facts(FAKED))
    assert "How sure: reported." in listed


def test_lesson_leads_on_to_the_next_the_quiz_and_the_detector(open_lesson):
    site = open_lesson(FAKED.id)
    assert page_links(site)[:3] == [
        (text("practise"), "kinds=splice%2Ccopy_move%2Cremoval%2Cretouch%2Creal"),
        (f"Next lesson: {FOLLOWING.title}", f"lesson={FOLLOWING.id}"),
        ("All lessons", "lessons"),
    ]
    assert "[ask the detector](/detector/)" in read(site)


def test_last_lesson_names_no_next_one(open_lesson):
    labels = [label for label, _ in page_links(open_lesson(LESSONS[-1].id))]
    assert not [label for label in labels if label.startswith("Next lesson")]


def test_lesson_leads_teachers_to_its_guide_and_the_projector(open_lesson):
    assert page_links(open_lesson(FAKED.id))[-2:] == [
        (text("projector-on"), f"lesson={FAKED.id}&projector=1"),
        (text("guide-of-lesson"), f"lesson={FAKED.id}"),
    ]


@pytest.mark.parametrize(
    "choice", [choice for choice in FAKED.checks[0].choices if not choice.right]
)
def test_wrong_choice_is_explained_and_may_be_changed(open_lesson, choice):
    site = open_lesson(FAKED.id)
    key = f"lessons_{FAKED.id}_{FAKED.checks[0].id}"
    site.radio(key).set_value(choice)
    site.button(f"{key}_button").click().run()
    assert [error.value for error in site.error] == [
        f"**Not quite.** {choice.explanation} Choose another answer and check again."
    ]
    assert not site.success

    right = next(choice for choice in FAKED.checks[0].choices if choice.right)
    site.radio(key).set_value(right).run()
    assert not site.error
    assert not site.success


def test_right_choice_is_explained_with_all_the_others(open_lesson):
    site = open_lesson(FAKED.id)
    check = FAKED.checks[0]
    right = next(choice for choice in check.choices if choice.right)
    site.radio(f"lessons_{FAKED.id}_{check.id}").set_value(right)
    site.button(f"lessons_{FAKED.id}_{check.id}_button").click().run()
    assert [success.value for success in site.success] == [f"**Right.** {right.explanation}"]
    for other in check.choices:
        assert other.right or f"- **“{other.text}”** {other.explanation}" in read(site)


def test_checking_without_a_choice_asks_for_one_and_keeps_nothing(open_lesson):
    site = open_lesson(FAKED.id)
    site.button(f"lessons_{FAKED.id}_{FAKED.checks[0].id}_button").click().run()
    assert [info.value for info in site.info] == ["Choose an answer first."]
    assert "learner" not in site.query_params


def test_choice_that_cannot_be_stored_stays_and_is_not_explained(
    open_lesson, tmp_path, monkeypatch
):
    site = open_lesson(FAKED.id)
    check = FAKED.checks[0]
    key = f"lessons_{FAKED.id}_{check.id}"
    site.radio(key).set_value(check.choices[0])
    with locked(tmp_path, resources.store(), monkeypatch):
        site.button(f"{key}_button").click().run()
    assert not site.exception
    assert [error.value for error in site.error] == [text("choice-not-stored")]
    assert site.radio(key).value == check.choices[0]
    assert check.choices[0].explanation not in read(site)


@pytest.fixture
def answer(open_lesson):
    """Answer a question of a lesson, rightly or not, and return the page."""

    def press(question: int, *, right: bool = True, lesson: Lesson = FAKED) -> AppTest:
        site = open_lesson(lesson.id)
        check = lesson.checks[question]
        key = f"lessons_{lesson.id}_{check.id}"
        site.radio(key).set_value(next(c for c in check.choices if c.right is right))
        site.button(f"{key}_button").click().run()
        assert not site.exception
        return site

    return press


def test_answer_is_kept_under_a_token_that_the_address_holds(answer):
    token = answer(0, right=False).query_params["learner"]
    assert re.fullmatch(r"[\w-]{22}", token)
    check = FAKED.checks[0]
    wrong = next(place for place, choice in enumerate(check.choices) if not choice.right)
    assert resources.store().load_tries(token) == {(FAKED.id, check.id): (wrong,)}
    site = answer(1)
    assert site.query_params["learner"] == token
    assert len(resources.store().load_tries(token)) == 2
    assert text("progress-kept", {"days": KEPT_DAYS}) in read(site)


def test_address_brings_answers_back(answer, tmp_path):
    token = answer(0).query_params["learner"]
    again = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    again.query_params.update(lesson=FAKED.id, learner=token)
    again.switch_page("lessons/page.py").run()
    right = next(choice for choice in FAKED.checks[0].choices if choice.right)
    assert again.radio(f"lessons_{FAKED.id}_{FAKED.checks[0].id}").value == right
    assert [success.value for success in again.success] == [f"**Right.** {right.explanation}"]
    assert len(resources.store().load_tries(token)) == 1


def test_answer_is_there_again_after_a_look_at_another_lesson(answer, open_lesson):
    answer(0, right=False)
    wrong = next(choice for choice in FAKED.checks[0].choices if not choice.right)
    assert not open_lesson(FOLLOWING.id).error
    site = open_lesson(FAKED.id)
    assert site.radio(f"lessons_{FAKED.id}_{FAKED.checks[0].id}").value == wrong
    assert len(site.error) == 1


def test_links_of_the_lessons_keep_the_token(answer):
    token = answer(0).query_params["learner"]
    addresses = [address for _, address in page_links(answer(0))]
    assert f"lesson={FOLLOWING.id}&learner={token}" in addresses
    assert f"learner={token}" in addresses


def test_finished_lesson_says_so_and_the_list_too(answer, site):
    last = len(FAKED.checks) - 1
    for question in range(len(FAKED.checks)):
        told = [success.value for success in answer(question).success]
        done = f"{text('lesson-finished')} {text('lesson-practise')}"
        assert (done in told) is (question == last)
    del site.query_params["lesson"]
    counts = {"questions": len(FAKED.checks)}
    assert text("lesson-done", counts) in read(site.run())


def test_unknown_learner_is_told_and_may_begin_anew(site):
    site.query_params.update(lesson=FAKED.id, learner="nobody-has-this")
    site.run()
    assert [info.value for info in site.info] == [text("progress-unknown")]
    assert "learner" not in site.query_params


def test_words_of_the_address_do_not_get_onto_the_page(open_lesson):
    site = open_lesson(
        "[gifts](https://elsewhere.example)\n\n# News ![](https://elsewhere.example)"
    )
    assert [warning.value for warning in site.warning] == [text("no-such-lesson")]


def test_detector_is_not_offered_right_after_the_help_card(open_lesson):
    for lesson in LESSONS:
        offered = text("ask-detector") in read(open_lesson(lesson.id))
        assert offered is ("help_card" not in lesson.labs), lesson.id


def test_lesson_without_pictures_of_its_sort_asks_nobody_to_practise_on_them(answer):
    without = next(lesson for lesson in LESSONS if lesson.practise is None)
    for question in range(len(without.checks)):
        site = answer(question, lesson=without)
    assert "You have answered every question of this lesson rightly in the end." in [
        success.value for success in site.success
    ]


def test_projector_shows_one_section_at_a_time(open_lesson):
    site = open_lesson(FAKED.id)
    site.query_params["projector"] = "1"
    assert [title.value for title in site.run().title] == [FAKED.title]
    shown = [slide.title for slide in slides(FAKED)]
    assert not site.radio
    for number, title in enumerate(shown[:4], start=2):
        site.button("lessons-projector-next").click().run()
        assert not site.exception
        assert [heading.value for heading in site.title] == [title]
        assert site.query_params["section"] == str(number)
    site.button("lessons-projector-back").click().run()
    assert [heading.value for heading in site.title] == [shown[2]]


def test_projector_begins_anew_where_the_number_is_none(open_lesson):
    site = open_lesson(FAKED.id)
    for section in ("9" * 5000, "-3", "two"):
        site.query_params.update(projector="1", section=section)
        site.run()
        assert not site.exception
        assert [heading.value for heading in site.title] == [FAKED.title]


def test_projector_ends_with_the_facts(open_lesson):
    site = open_lesson(FAKED.id)
    site.query_params.update(projector="1", section="999")
    site.run()
    assert [heading.value for heading in site.title] == [text("facts-used")]
    assert site.button("lessons-projector-next").disabled
    assert any('id="fact-' in html.proto.body for html in site.get("html"))
