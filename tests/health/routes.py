"""Who may open which page of the health of the machine; see tests/routes.py for the letters."""

ROUTES = """
endpoint                 methods   who       things
health.healthz           GET       anybody
health.readyz            GET       anybody
"""
