"""Benchmarks: ratios of two things measured in one run, because machines are noisy."""
