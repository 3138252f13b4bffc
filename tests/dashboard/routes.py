"""Who may open which page of the home; see tests/routes.py for the letters."""

ROUTES = """
endpoint                 methods   who       things
dashboard.home           GET       SMHLPVAF
"""
