"""Who may open which page of pasted text; see tests/routes.py for the letters."""

ROUTES = """
endpoint                 methods   who       things
paste.index              GET POST  S.......
"""
