"""What the detector concludes about the quiz's own pictures, by what was done to them.

    python -m tests.benchmarks.pack_verdicts [--items]

Nothing was learnt from them; but of two thirds of their photographs the thresholds and the
calibration know the score. With `--items` each picture is listed.
"""

import argparse
from collections import Counter, defaultdict

from models.assessment import assess
from models.image import open_image
from models.verdict import Conclusion
from quiz.pages.resources import packs


def main() -> None:
    """Examine every picture and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--items", action="store_true", help="list every picture")
    options = parser.parse_args()

    verdicts: dict[str, Counter[Conclusion]] = defaultdict(Counter)
    for pack in packs().values():
        for item in pack.items:
            assessed = assess(open_image(item.picture.read_bytes()))
            conclusion = assessed.verdict.conclusion
            verdicts[item.kind][conclusion] += 1
            if options.items:
                signs = [f"{e.artifact} {e.strength.name}" for e in assessed.evidence if e.strength]
                print(f"{item.kind:10} {item.id:24} {conclusion:16} {', '.join(signs)}")

    shown = [c for c in Conclusion if any(counts[c] for counts in verdicts.values())]
    print(f"| pictures | {' | '.join(shown)} |\n|---|{'---|' * len(shown)}")
    for kind, counts in sorted(verdicts.items()):
        print(f"| {kind} ({counts.total()}) | {' | '.join(str(counts[c]) for c in shown)} |")


if __name__ == "__main__":
    main()
