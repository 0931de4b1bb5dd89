"""What the web server needs, and nothing of the subject."""
