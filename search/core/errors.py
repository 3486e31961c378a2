"""The only errors that leave the search tower."""


class SearchError(Exception):
    """Base of what search raises."""


class SearchUnavailable(SearchError):
    """The engine cannot answer now: down, hung, or answering garbage. Trying later may help."""


class SearchRejected(SearchError):
    """The engine refused this request. Trying again will not help."""
