"""Who may open which page of the help pages; see tests/routes.py for the letters."""

ROUTES = """
endpoint                 methods   who       things
help.permissions         GET       SMHLPVAF
help.notifications       GET       SMHLPVAF
"""
