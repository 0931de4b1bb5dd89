// A clicker sends Page Down and Page Up. They reach the buttons that turn only where a part ends:
// before that they bring into view what the window has no room for.
if (!window.secondLookScrolls) {
  window.secondLookScrolls = true;
  window.addEventListener("keydown", (event) => {
    const way = { PageDown: 1, PageUp: -1 }[event.key];
    const shown = document.querySelector(".st-key-lessons-projector-ways");
    const own = "input:not([type=radio], [type=checkbox]), textarea, [role=slider]";
    if (!way || !shown || event.target.matches(own)) return;
    const page = document.querySelector("[data-testid='stMain']");
    const before = page.scrollTop;
    page.scrollBy({ top: way * 0.8 * page.clientHeight, behavior: "instant" });
    if (Math.abs(page.scrollTop - before) < 1) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
}
