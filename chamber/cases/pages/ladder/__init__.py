"""What is late: the list by unit."""
