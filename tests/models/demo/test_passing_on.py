from models.delivery import Delivery


def test_the_picture_can_be_passed_on_once_its_report_is_open(page):
    assert page.component("passing-on")["props"]["visible"] is False
    chosen = page.act("example-0")
    assert chosen.by_id["passing-on"]["visible"] is False

    opened = page.act("open", None, "unsure", None)
    assert opened.by_id["passing-on"]["visible"] is True
    assert "As it is" in opened.words("arrived")

    tiny = page.act("delivery", None, len(Delivery) - 1).words("arrived")
    assert "Shrunk to 512 pixels, JPEG quality 40" in tiny
    assert "160 × 120 pixels, JPEG" in tiny
    assert "What you tried As it is:" in tiny


def test_a_picture_that_is_gone_has_to_be_chosen_again(page):
    assert "Choose it again" in page.act("delivery", None, 3).words("arrived")


def test_choosing_another_picture_takes_the_passed_on_one_away(page):
    page.act("example-0")
    page.act("open", None, "unsure", None)
    chosen = page.act("example-0")
    assert (chosen.by_id["passing-on"]["visible"], chosen.by_id["arrived"]) == (False, "")
    assert "Choose it again" in page.act("delivery", None, 3).words("arrived")
