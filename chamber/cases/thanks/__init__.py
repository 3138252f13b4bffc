"""Thanks: one press by the author after an answer, and what the chamber got done, without names."""
