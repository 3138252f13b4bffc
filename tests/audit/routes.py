"""Who may open which page of the log; see tests/routes.py for the letters."""

ROUTES = """
endpoint                 methods   who       things
audit.index              GET       S..L.VA.
"""
