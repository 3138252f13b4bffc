"""What slows down guessing of passwords and codes, and keeps the way in open for the owner of an account."""
