def test_a_case_opens_after_a_prediction_and_not_before(page):
    shown = page.act("case-0")
    assert "A bird on a log" in shown.words("case-shown")
    assert "one comes true" not in shown.words("case-shown")
    assert shown.by_id["prediction"]["label"] == "What will the detector make of it?"
    assert shown.by_id["case-open"]["interactive"] is False

    early = page.act("case-open", None, None)
    assert early.words("case-report") == ""
    assert "Say first what you expect" in early.words("case-reason")

    assert page.act("prediction", None, "1").by_id["case-open"]["interactive"] is True
    opened = page.act("case-open", None, "1")
    said = opened.words("case-report")
    assert "You expected: It finds no sign" in said
    assert "What it really is The bird was cut out" in said
    assert "What the pixels show" in said
    assert opened.by_id["prediction"]["interactive"] is False


def test_a_case_opens_once_for_a_prediction(page):
    page.act("case-0")
    page.act("case-open", None, "0")
    assert page.act("case-open", None, "1").words("case-report") == ""


def test_a_case_that_came_out_otherwise_says_so_and_draws_no_moral(page):
    # This page's picture is a grey one without any trouble, whatever the case says of it.
    page.act("case-1")
    said = page.act("case-open", None, "0").words("case-report")
    assert "written for an earlier state of the detector" in said
    assert "What to take along" not in said
