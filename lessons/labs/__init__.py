"""One module for each lab: arithmetic only, found by being there. The page draws it."""
