"""Bring the reader to the top of what has changed."""

import streamlit as st

# Streamlit keeps the scroll position over a rerun: after "Next", far down, a phone would show the
# foot of the next picture, and a screen reader would stay on a button that is gone.
_SCRIPT = """<script>
{{ // {step}
  const heading = document.querySelector("h1");
  heading.tabIndex = -1;
  heading.style.outline = "none";
  heading.focus({{ preventScroll: true }});
  document.querySelector("[data-testid='stMain']").scrollTo(0, 0);
}}
</script>"""


def start_at_top(step: str) -> None:
    """Scroll to the top and move the focus to the heading, once for each new `step`.

    Args:
        step: letters, digits and hyphens that name what is shown; the same step again does nothing.
    """
    st.html(_SCRIPT.format(step=step), unsafe_allow_javascript=True)
