"""Forms of the review's pages."""
