"""Coordination letters (协调函): to a department that does not have the case, in words its author agreed to."""
