from quiz.pages.resources import packs
from quiz.store import KEPT_DAYS


def test_home_opens_three_doors_and_says_what_is_kept(open_page, words):
    app = open_page("quiz/pages/home.py")
    links = {link.proto.page for link in app.get("page_link")}
    assert links == {"quiz", "lessons", "ask"}
    assert f"deleted after {KEPT_DAYS} days" in words(app)


def test_credits_page_names_every_photographer(open_page, words):
    shown = words(open_page("quiz/pages/credits.py"))
    authors = {
        credit.author for pack in packs().values() for item in pack.items for credit in item.credits
    }
    assert authors
    assert not [author for author in authors if author not in shown]


def test_detector_door_links_to_the_detector(open_page, words):
    shown = words(open_page("quiz/pages/detector_door.py"))
    assert 'href="/detector/"' in shown
    assert "can be wrong" in shown
