"""Lessons: Markdown with front matter, read and checked here, and the labs that go with them."""
