"""The same matter at 12345, with the petition office or another body: its number, its limit, and our reply to it."""
