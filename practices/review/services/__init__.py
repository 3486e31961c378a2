"""Writes on submissions and reviews. Each service locks what it changes, checks the policy, and tells people after."""
