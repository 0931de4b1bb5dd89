import pytest

from models.detectors.collection import Part, Sample
from models.detectors.edits import learnable
from tests.benchmarks.learnt_edits import kept


@pytest.fixture
def samples(tmp_path):
    """Photographs of a shared and of a further folder, and a twin of each."""
    found = []
    for folder in ("shared/birds", "further/landscapes"):
        (tmp_path / folder).mkdir(parents=True)
        for number in range(12):
            photograph = tmp_path / folder / f"{folder[:3]}{number}.jpg"
            photograph.write_bytes(bytes([number]))
            twin = tmp_path / "twins" / f"{photograph.name}.png"
            found += [
                Sample(photograph, photograph.parent.name, False, Part.LEARN),
                Sample(twin, "bilinear", True, Part.LEARN, twin_of=twin.with_suffix(".original")),
            ]
    return found


def test_edits_are_made_in_further_photographs_that_none_are_learnt_from(samples, tmp_path):
    asked = kept(samples, tmp_path / "further")
    photographs = {s.path.name for s in asked if not s.twin_of}
    assert photographs
    assert not set(asked) & set(learnable(samples))
    assert all(name.startswith("fur") for name in photographs)
    # Each with its twin.
    assert {s.path.stem for s in asked if s.twin_of} == photographs
