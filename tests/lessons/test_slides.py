from lessons.lesson import LabPlace, Prose, parse
from lessons.library import load_lessons
from lessons.slides import Slide, slides


def test_each_heading_lab_and_question_begins_a_slide(write_lesson, sound_lesson):
    lesson = parse(write_lesson(sound_lesson))
    first, second = lesson.checks
    assert slides(lesson) == (
        Slide("A sound lesson", Prose("We begin with a few words.")),
        Slide("A part", first),
        Slide("A part", Prose("More words.")),
        Slide("A smaller part", LabPlace("edit_traces")),
        Slide("A smaller part", second),
    )


def test_text_before_a_heading_keeps_the_heading_before_it(write_lesson, sound_lesson):
    content = sound_lesson.replace("More words.", "More words.\n\n## Next\n\n- One\n- Two")
    shown = slides(parse(write_lesson(content)))
    assert shown[2:4] == (
        Slide("A part", Prose("More words.")),
        Slide("Next", Prose("- One\n- Two")),
    )


def test_heading_over_other_headings_is_a_slide_of_its_own(write_lesson, sound_lesson):
    content = sound_lesson.replace("More words.", "More words.\n\n## Kinds\n\n### One\n\nText.")
    shown = slides(parse(write_lesson(content)))
    assert shown[3:5] == (Slide("Kinds", Prose("")), Slide("One", Prose("Text.")))


def test_slides_leave_nothing_of_a_shipped_lesson_out():
    for lesson in load_lessons():
        shown = slides(lesson)
        blocks = [slide.content for slide in shown]
        assert [b for b in blocks if not isinstance(b, Prose)] == [
            b for b in lesson.body if not isinstance(b, Prose)
        ]
        words = "\n".join(b.markdown for b in blocks if isinstance(b, Prose)).split()
        told = [slide.title for slide in shown]
        for block in lesson.body:
            for line in block.markdown.splitlines() if isinstance(block, Prose) else ():
                heading = line.lstrip("#").strip()
                assert heading in told if line.startswith("#") else set(line.split()) <= set(words)
