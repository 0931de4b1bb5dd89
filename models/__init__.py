"""The detector: what a picture's bytes and pixels show, and what that is worth.

``open_image`` turns uploaded bytes into a ``LoadedImage``; ``analyse`` returns one graded
``Evidence`` for each file in ``models/evidence``; ``weigh`` sums evidence and provenance up as a
``Verdict``; ``explain`` puts all of it into words.
"""
