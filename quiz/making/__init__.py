"""Tools that make a pack's pictures from photographs; the app itself never needs them."""
