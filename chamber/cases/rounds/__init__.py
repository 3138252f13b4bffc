"""What a new round begins with: the call to the member, tried up to three times."""
