"""The learned part of the detector: patches, statistics, and the score they make together."""


class DetectorError(RuntimeError):
    """The detector's weights cannot be used; ``str(error)`` says why, and what to do."""
