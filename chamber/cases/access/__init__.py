"""Who sees a case, who must not, and what stands for names."""
