"""The answer book of the demo."""
