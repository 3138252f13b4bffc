"""What is done to a case: the lock, the functions of the acts, what time alone causes."""
