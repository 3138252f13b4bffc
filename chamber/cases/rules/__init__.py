"""The workflow: the table of its rows, parted by where a case stands, their conditions, and due dates."""
