"""What is typed is stored, even where the next event comes before the callback has run."""

import numpy as np
from streamlit.testing.v1 import AppTest

from quiz.draft import source_of, start_draft
from quiz.installed import FOLDER_SETTING


def _type_while_the_next_event_waits(way):
    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    from quiz.pages.widget_value import widget_value

    def store():
        seen = st.session_state.setdefault("stored", [])
        # As a word typed into the next field does while this callback begins.
        if not seen:
            get_script_run_ctx().script_requests.request_rerun(RerunData())
        seen.append(widget_value("word") if way == "whole" else st.session_state["word"])

    st.text_input("Word", key="word", on_change=store)


def _stored(way):
    app = AppTest.from_function(_type_while_the_next_event_waits, args=(way,)).run()
    app.text_input(key="word").set_value("kestrel").run()
    assert not app.exception
    return app.session_state["stored"]


def test_next_event_does_not_end_the_callback():
    assert _stored("whole") == ["kestrel"]


def test_next_event_ends_a_callback_that_reads_the_session_key_by_key():
    # If this fails, Streamlit has mended it, and `widget_value` can go.
    assert _stored("by key") == []


def test_field_of_a_draft_is_stored_while_the_next_event_waits(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "packs"))
    draft = start_draft("Our street", "en", (960, 640))
    item_id = draft.add(np.zeros((640, 960, 3), dtype=np.uint8), "Night", source_of(b"night"))

    def script(draft, item_id):
        import streamlit as st
        from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

        from quiz.pages.draft_form import Form

        def store(*args):
            get_script_run_ctx().script_requests.request_rerun(RerunData())
            field["on_change"](*args)

        field = Form(draft, item_id).field("why", value="")
        st.text_area("Why", **field | {"on_change": store})

    app = AppTest.from_function(script, args=(draft, item_id)).run()
    app.text_area[0].set_value("It was dark.").run()
    assert not app.exception
    assert draft.items[item_id]["why"] == "It was dark."


def test_word_that_comes_after_its_part_was_taken_out_is_nobodys(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "packs"))
    draft = start_draft("Our street", "en", (960, 640))
    item_id = draft.add(np.zeros((640, 960, 3), dtype=np.uint8), "Night", source_of(b"night"))
    table, part = draft.items[item_id], {"across": [0.3, 0.6], "down": [0.3, 0.6], "family": ""}
    parts = [part | {"reason": "A lamp."}, part | {"reason": "A shadow."}]
    draft.write(item_id, table | {"regions": parts})

    def script(draft, item_id):
        import streamlit as st

        from quiz.pages.draft_form import Form

        form = Form(draft, item_id)
        for index, region in enumerate(draft.items[item_id]["regions"]):
            field = form.field("regions", index, "reason", value=region["reason"])
            st.text_area(f"Reason {index}", **field)
            st.session_state.setdefault("first", field)
        st.button("Take out", on_click=form.drop, args=("regions", 0))
        # What the first field does where its event was on its way while its part was taken out.
        late = st.session_state["first"]
        st.button("Late", on_click=late["on_change"], args=late["args"])

    app = AppTest.from_function(script, args=(draft, item_id)).run()
    for left in (["A shadow."], []):
        app.text_area[0].set_value(f"Not {left}.")
        for button in (0, 1):
            app.button[button].click().run()
            assert not app.exception
        assert [region["reason"] for region in draft.items[item_id]["regions"]] == left
        assert [area.value for area in app.text_area] == left
