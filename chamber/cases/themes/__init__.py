"""Common problems (共性问题): what several firms have brought, told to others without saying which firms these are."""
