"""Who the author of a case is when the one who brought it is not there any more."""
