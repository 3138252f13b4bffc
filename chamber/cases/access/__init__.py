"""Who sees a case, who must not, and how names are masked."""
