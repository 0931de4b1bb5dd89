import pytest

from quiz import store as store_module
from quiz.text import text
from tests.quiz.pages.answering import PLAY, kept_from_all, round_of

LESSONS, GALLERY = "lessons/page.py", "quiz/pages/gallery.py"


@pytest.mark.parametrize("page", [PLAY, GALLERY, LESSONS])
def test_answers_that_cannot_be_read_are_told_and_come_back(
    page, open_page, store, tmp_path, monkeypatch, caplog
):
    monkeypatch.setattr(store_module, "BUSY_MS", 1)
    play = open_page(PLAY)
    play.button(key="quiz-start").click().run()
    token = play.query_params["round"][0]
    store.close()
    with kept_from_all(tmp_path / "answers.sqlite3"):
        app = open_page(page, round=token, learner="anyone")
        assert [error.value for error in app.error] == [text("not-read")]
        assert "Answers cannot be read: (sqlite3.OperationalError) database is" in caplog.text
    app.run()
    assert not app.error
    assert round_of(store, play).answers == {}
