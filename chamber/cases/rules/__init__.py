"""The rows of the workflow, by stretch of the way, and the table of all of them."""
