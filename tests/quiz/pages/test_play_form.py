import shutil
from datetime import date

import pytest

from quiz.installed import FOLDER_SETTING, SHIPPED
from quiz.pages.resources import item_of
from quiz.scoring import Answer, Choice
from quiz.session import ItemKey
from quiz.text import text
from tests.quiz.pages.answering import PLAY, answer, locked, press_answer, right, round_of

MEASURING = 'format = 1\nid = "measuring"\ntitle = "M"\nlanguage = "en"\n[forms]\ntrial = [{}]\n'


@pytest.fixture
def trial(tmp_path, monkeypatch) -> list[str]:
    """The items of a form, of a pack that was installed."""
    starter, folder = SHIPPED / "starter", tmp_path / "packs" / "measuring"
    (folder / "items").mkdir(parents=True)
    chosen = ("hillside-sheep", "garden-hens", "drum-kit")
    (folder / "pack.toml").write_text(MEASURING.format(", ".join(map(repr, chosen))))
    for name in chosen:
        shutil.copy(starter / "items" / f"{name}.toml", folder / "items")
    shutil.copytree(starter / "media", folder / "media")
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "packs"))
    return sorted(chosen)


def test_link_to_a_form_starts_a_round_of_its_pictures(trial, open_page, store, words):
    app = open_page(PLAY, form="trial")
    assert "Form TRIAL" in words(app)
    assert "You will see 3 pictures." in words(app)
    app.button(key="quiz-start").click().run()
    assert app.title[0].value == "Picture 1 of 3"
    assert "Form TRIAL" in words(app)
    assert sorted(key.item for key in round_of(store, app).items) == trial
    assert {key.pack for key in round_of(store, app).items} == {"measuring"}


def test_end_of_a_form_names_it_and_a_usual_round_may_follow(trial, open_page, store, words):
    app = open_page(PLAY, form="trial")
    app.button(key="quiz-start").click().run()
    for key in round_of(store, app).items:
        answer(app, right(item_of(key)), 5)
    assert app.title[0].value == text("summary-title")
    assert "Form TRIAL" in words(app)
    app.button(key="quiz-start").click().run()
    assert app.title[0].value == "Picture 1 of 10"
    assert "Form TRIAL" not in words(app)


@pytest.fixture
def form(trial, open_page):
    """The page with a form just started."""
    app = open_page(PLAY, form="trial")
    app.button(key="quiz-start").click().run()
    return app


def _secrets(item):
    return item.why, item.description, text("outcome-hit")[:10], text("outcome-miss")[:10]


def test_form_reveals_no_answer_before_its_end(form, store, open_page, words):
    items = [item_of(key) for key in round_of(store, form).items]
    token = form.query_params["round"]
    for position, item in enumerate(items[:-1]):
        answer(form, right(item), 5)
        assert form.title[0].value == f"Picture {position + 2} of 3"
        assert len(form.radio) == 2
        assert not form.warning
        for app in (form, open_page(PLAY, round=token, picture=str(position + 1))):
            assert not [secret for secret in _secrets(item) if secret in words(app)]
    again = open_page(PLAY, round=token, picture="1")
    assert again.info[0].value == text("form-answered")
    again.button(key="quiz-go-on").click().run()
    assert again.title[0].value == "Picture 3 of 3"


def test_form_explains_every_answer_at_its_end(form, store, words):
    items = [item_of(key) for key in round_of(store, form).items]
    for _ in items:
        answer(form, Choice.FAKE, 3)
    reals = sum(item.is_real for item in items)
    assert f"{text('summary-believed')}: 0 / {reals}" in words(form)
    form.button(key="quiz-answers").click().run()
    for position, item in enumerate(items):
        assert form.title[0].value == f"Picture {position + 1} of 3"
        assert item.why in words(form)
        form.button(key=f"quiz-next-{position}").click().run()
    assert form.title[0].value == text("summary-title")


@pytest.mark.parametrize(
    ("address", "said"), [({}, "answer-incomplete"), ({"form": "trial"}, "answer-incomplete-form")]
)
def test_incomplete_answer_is_asked_for_and_not_stored(
    address, said, trial, store, open_page, words
):
    app = open_page(PLAY, **address)
    app.button(key="quiz-start").click().run()
    app.radio[0].set_value(Choice.REAL)
    press_answer(app)
    assert text(said) in words(app)
    assert round_of(store, app).answers == {}


def test_link_to_a_form_promises_the_answers_for_its_end(trial, open_page, words):
    assert text("form-promise") in words(open_page(PLAY, form="trial"))
    assert text("form-promise") not in words(open_page(PLAY))
    assert text("quiz-promise") in words(open_page(PLAY))


@pytest.fixture
def mixed(trial, store) -> str:
    """The token of a round with an answer to one of two pictures of a pack installed later."""
    keys = [ItemKey("measuring", name) for name in trial[:2]]
    keys += [ItemKey("starter", name) for name in ("alpaca-profile", "alpine-goat")]
    token = store.start_round(keys, date(2026, 11, 22))
    store.record(token, 0, Answer(Choice.REAL, 3))
    return token


def test_round_goes_on_without_pictures_of_a_pack_that_was_removed(
    mixed, tmp_path, monkeypatch, open_page, store, words
):
    shutil.rmtree(tmp_path / "packs" / "measuring")
    app = open_page(PLAY, round=mixed, picture="2")
    assert text("round-gone", {"gone": 2, "left": 2}) in words(app)
    assert text("round-unknown") not in words(app)
    assert len(store.load_round(mixed).items) == 4
    with locked(tmp_path, store, monkeypatch):
        app.button(key="quiz-leave-out").click().run()
        assert [error.value for error in app.error] == [text("round-not-stored")]
    app.button(key="quiz-leave-out").click().run()
    assert app.title[0].value == "Picture 1 of 2"
    for position in range(2):
        answer(app, Choice.REAL, 3)
        app.button(key=f"quiz-next-{position}").click().run()
    assert app.title[0].value == text("summary-title")


def test_round_of_removed_pictures_only_is_told_and_not_offered_again(
    form, tmp_path, open_page, store, words
):
    token = form.query_params["round"]
    shutil.rmtree(tmp_path / "packs" / "measuring")
    form.run()
    assert text("round-gone", {"gone": 3, "left": 0}) in words(form)
    assert [button.key for button in form.button] == ["quiz-start"]
    form.query_params.clear()
    form.switch_page("lessons/page.py").run()
    form.switch_page(PLAY).run()
    assert [button.key for button in form.button] == ["quiz-start"]
    assert store.load_round(token)


def test_link_to_an_unknown_form_gets_one_clear_sentence(open_page, words):
    app = open_page(PLAY, form="z")
    assert text("form-unknown") in words(app)
    app.button(key="quiz-start").click().run()
    assert app.title[0].value == "Picture 1 of 10"
