"""What is to be reached, and what others reach: figures of peers on a machine of this kind, one connection."""

LIST, EVENT, HOME, CASE, SEARCH, MANY = 0.40, 0.35, 0.30, 0.25, 0.40, 0.25
"""The least share of the bare page by Core."""
GROWTH = 1.3
"""How many times p95 may grow from the smallest to the largest size."""
QUERIES = 12
WHOLE_MS = 100
"""p95 of what looks through all rows, in the middle size."""
WRITE_MS = 2000
"""p95 of what a person waits for, a notice to all firms too; in the smallest chamber, as large as a real one."""
WEB_MIB, WORKER_MIB = 250, 120
COLD_START = 1.5
SEEDING = 120
SIGN_IN_MS = 1000
"""p95 of ten who sign in by password at once."""
LONGEST_WRITE_MS = 2000
"""The longest wait of a writer among eight."""
OTHERS_MS = 300
"""p95 of others while slow clients are there, or twice that of before, where that is more."""
PEERS = {
    "sign-in page": (234, 211, 5.3),
    "events, list": (9.6, 17, 3.4),
    "event page": (26, 9.4, 4.1),
    "members, first page": (9.6, 0.4, 2.7),
    "members, deep page": (7.8, None, 1.0),
    "members, search": (3.0, 32, 3.6),
    "register (POST)": (1.3, 10, 1.0),
}
"""Requests a second of pretix 2026.8, Indico 3.3.14 and Tendenci 16.30 (2 workers, lists of 2,000 and 20,000)."""
