"""The admin's pages about entries."""
