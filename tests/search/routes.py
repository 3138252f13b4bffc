"""Who may open the page that searches everything; see tests/routes.py for the letters."""

ROUTES = """
endpoint                 methods   who       things
search.index             GET       SMHLPVAF
"""
