"""Measures of cases: who may know of them, whom they are given to, and what an answer says of those under way."""
