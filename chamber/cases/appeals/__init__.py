"""Lists of appeals (诉求清单): open common problems, worded, numbered, carried somewhere, followed up."""
