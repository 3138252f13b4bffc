"""Where a case stands still: suspended, kept under review, or ended because a court has it."""
