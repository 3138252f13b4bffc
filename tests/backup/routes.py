"""Who may have a backup made; see tests/routes.py for the letters."""

ROUTES = """
endpoint                 methods   who       things
backup.make              POST      ......A.
"""
