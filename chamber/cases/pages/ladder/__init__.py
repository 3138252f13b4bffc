"""What is late: the list by unit, and the acts on supervision slips."""
