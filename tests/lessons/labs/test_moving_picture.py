import numpy as np
import pytest

from lessons.labs.moving_picture import (
    AMPLIFIED,
    FRAMES,
    HEIGHT,
    WIDTH,
    Clip,
    Swap,
    camera,
    change,
    difference,
    difference_picture,
    film,
)

SWAP = Swap(
    start=(20, 10),
    target=((300, 120), (360, 120), (330, 200)),
    donor=((60, 60), (140, 60), (100, 160)),
    middle=(330, 150),
    reach=(50, 65),
)


@pytest.fixture(scope="module")
def photograph():
    """Ground with fine texture: 360 x 620 pixels."""
    texture = np.random.default_rng(2).normal(0, 12, (360, 620, 1))
    return np.clip(np.linspace(60, 190, 620)[None, :, None] + texture, 0, 255).repeat(3, 2).astype(
        np.uint8
    )  # fmt: skip


@pytest.fixture(scope="module")
def donor():
    """Stripes: 200 x 200 pixels."""
    stripes = np.indices((200, 200))[1] // 8 % 2 * 180
    return np.repeat(stripes[..., None], 3, axis=2).astype(np.uint8)


@pytest.fixture(scope="module")
def films(photograph, donor):
    return {clip: film(photograph, donor, SWAP, clip) for clip in Clip}


@pytest.mark.parametrize("clip", Clip)
def test_film_has_frames_of_one_size(films, clip):
    assert len(films[clip].frames) == len(films[clip].faces) == FRAMES
    assert {frame.shape for frame in films[clip].frames} == {(HEIGHT, WIDTH, 3)}
    assert {frame.dtype for frame in films[clip].frames} == {np.dtype(np.uint8)}


@pytest.mark.parametrize("clip", Clip)
def test_film_is_the_same_each_time(films, photograph, donor, clip):
    again = film(photograph, donor, SWAP, clip)
    assert np.array_equal(again.frames, films[clip].frames)


def test_untouched_film_is_the_photograph_but_for_its_grain(films, photograph):
    for number, frame in enumerate(films[Clip.UNTOUCHED].frames):
        x, y = camera(SWAP, number)
        seen = photograph[y : y + HEIGHT, x : x + WIDTH].astype(int)
        assert np.abs(frame - seen).mean() < 2


@pytest.mark.parametrize("clip", [Clip.EVERY_FRAME, Clip.ONCE])
def test_swap_changes_the_face_and_nothing_else(films, clip):
    pairs = zip(films[clip].frames, films[Clip.UNTOUCHED].frames, films[clip].faces, strict=True)
    for swapped, untouched, face in pairs:
        apart = np.abs(swapped.astype(int) - untouched).mean(axis=2)
        assert apart[face].mean() > 5
        assert not apart[~face].any()


def test_face_moves_through_the_frames_against_the_camera(films):
    columns = [np.nonzero(face)[1].mean() for face in films[Clip.ONCE].faces]
    steps = camera(SWAP, 1)[0] - camera(SWAP, 0)[0]
    assert np.allclose(np.diff(columns), -steps)


def test_only_a_face_swapped_anew_in_each_frame_flickers(films):
    for number in range(1, FRAMES):
        flickering = change(films[Clip.EVERY_FRAME], number)
        assert flickering.face > 2 * flickering.rest
        for clip in (Clip.ONCE, Clip.UNTOUCHED):
            steady = change(films[clip], number)
            assert steady.face == pytest.approx(steady.rest, rel=0.1)


def test_difference_of_what_comes_newly_into_view_is_nothing(films):
    right = camera(SWAP, 1)[0] - camera(SWAP, 0)[0]
    assert not difference(films[Clip.UNTOUCHED], 1)[:, -right:].any()


def test_difference_picture_is_brighter_and_never_overflows(films):
    measured = difference(films[Clip.EVERY_FRAME], 3)
    drawn = difference_picture(films[Clip.EVERY_FRAME], 3)
    assert drawn.dtype == np.uint8
    assert np.array_equal(drawn, np.minimum(measured * AMPLIFIED, 255).astype(np.uint8))


def test_film_refuses_a_photograph_that_the_camera_would_leave(photograph, donor):
    with pytest.raises(ValueError, match="leaves the photograph"):
        film(photograph[:, :500], donor, SWAP, Clip.UNTOUCHED)
