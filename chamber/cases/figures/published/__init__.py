"""Figures that are closed: frozen, the same for everybody, told without small numbers; and the service promise."""
