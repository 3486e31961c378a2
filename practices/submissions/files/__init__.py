"""Files that come in: what is let in, and where it is kept."""
