"""The pages of the desk: each parses, calls a service, renders."""
