"""The detector: what a picture's bytes and pixels show, and what that is worth.

``open_image`` turns uploaded bytes into a ``LoadedImage``. ``assess`` asks it everything:
``analyse`` returns one graded ``Evidence`` for each file in ``models/evidence``, and ``weigh`` sums
evidence and provenance up as a ``Verdict``. ``explain`` puts all of it into words, ``record`` into
plain data.
"""
