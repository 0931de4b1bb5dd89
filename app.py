"""Second Look: the map of the site.

The file has two faces. Run by Streamlit as a script it draws the page that was asked for; imported,
it builds the web app that serves these pages, the packs' pictures and the detector on one port.
"""

import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.scriptrunner import get_script_run_ctx

from quiz.pages.store_faults import told_if_not_read
from quiz.text import text
from serving.detector_mount import LazyMount, detector_routes, gradio_app
from serving.headers import SecurityHeaders
from serving.lifespan import lifespan
from serving.pictures import picture_route
from serving.static_cache import StaticCache
from serving.thumbnails import thumbnail_route
from serving.upload_gate import UploadGate

HERE = Path(__file__).parent

if get_script_run_ctx(suppress_warning=True) is not None:
    st.html(HERE / "quiz/pages/style.css")
    pages = [
        st.Page("quiz/pages/home.py", title=text("page-home"), url_path="start", default=True),
        st.Page("quiz/pages/play.py", title=text("page-quiz"), url_path="quiz"),
        st.Page("lessons/page.py", title=text("page-lessons"), url_path="lessons"),
        st.Page("lessons/pages/guide.py", title=text("page-teach"), url_path="teach"),
        st.Page(
            "lessons/pages/facts.py",
            title=text("page-facts"),
            url_path="facts",
            visibility="hidden",
        ),
        st.Page("quiz/pages/detector_door.py", title=text("page-detector"), url_path="ask"),
        st.Page("quiz/pages/gallery.py", title=text("page-gallery"), url_path="gallery"),
        st.Page("quiz/pages/packs.py", title=text("page-packs"), url_path="packs"),
        st.Page("quiz/pages/make_pack.py", title=text("page-make"), url_path="make"),
        st.Page("quiz/pages/credits.py", title=text("page-credits"), url_path="credits"),
    ]
    page = st.navigation(pages, position="top")
    st.set_page_config(page_title=f"{page.title} · {text('site-title')}", page_icon="👀")
    with told_if_not_read():
        page.run()
else:
    from quiz.pages.facilitator import is_admitted
    from quiz.pages.resources import (
        THUMBNAIL_WIDTH,
        detector_examples,
        media_folders,
        pictures_by_name,
        store,
    )

    def detector_page():
        from models.demo import MOUNT_SETTINGS, Example, build_demo
        from models.provenance import installed_trust_list

        examples = [Example(*known) for known in detector_examples()]
        demo = build_demo(examples, installed_trust_list(), pictures_by_name())
        return demo, MOUNT_SETTINGS

    detector = LazyMount(partial(gradio_app, detector_page))
    app = st.App(
        __file__,
        routes=[
            *detector_routes("/detector", detector),
            picture_route("/pictures", media_folders),
            thumbnail_route("/thumbnails", media_folders, THUMBNAIL_WIDTH),
        ],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(UploadGate, let_in=is_admitted),
            Middleware(
                StaticCache, prefix="/static/", folder=Path(st.__file__).parent / "static/static"
            ),
        ],
        lifespan=lifespan(detector, lambda: store().forget_old(datetime.now(UTC).date())),
    )
    if __name__ == "__main__":
        # Started this way, Streamlit reads neither its own variables nor its command line.
        app.run(config={"server.port": int(os.environ.get("SECOND_LOOK_PORT", "8501"))})
