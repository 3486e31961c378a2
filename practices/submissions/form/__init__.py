"""The form: its questions as data, and the Django forms made from them."""
