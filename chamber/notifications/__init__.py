"""Messages to people: who is notified of what, when, and through which channel."""
