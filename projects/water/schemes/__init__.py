"""Schemes of assessment: what they say, how a month and a year are judged, who owes whom."""
