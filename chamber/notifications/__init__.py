"""What the product says to a person: who is told what, when, and through which channel."""
