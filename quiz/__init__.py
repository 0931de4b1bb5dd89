"""The quiz: items and packs, a round and its scoring, and the store that keeps answers."""
