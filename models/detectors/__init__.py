"""The learned part of the detector: patches, statistics, and the score they make together."""
