"""Pages of the review desk: one module a page."""
