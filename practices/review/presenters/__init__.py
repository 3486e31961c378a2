"""What the pages of the review show, in words; no presenter of the editors' pages is used for a city's."""
