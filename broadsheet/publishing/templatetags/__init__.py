"""Template tags of publishing's fragments."""
