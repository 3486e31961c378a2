"""Reads for the pages of the review, each in a known number of queries."""
