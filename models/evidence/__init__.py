"""One file for each artifact; see ``models.analysis`` for what such a file offers."""
