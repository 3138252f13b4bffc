"""Who may open which page of accounts; see tests/routes.py for the letters."""

ROUTES = """
endpoint                 methods   who       things
accounts.login           GET POST  anybody
accounts.join            GET POST  anybody   invitation, no invitation
accounts.account         GET       SMHLPVAF
accounts.here            GET       SMHLPVAF
accounts.password        POST      SMHLPVAF
accounts.take_over       POST      SMHLPVAF
accounts.large_text      POST      SMHLPVAF
accounts.dense_lists     POST      SMHLPVAF
accounts.language        POST      SMHLPVAF
accounts.end_sessions    POST      SMHLPVAF
accounts.act_as          POST      SMHLPVAF
accounts.logout          POST      SMHLPVAF
"""
