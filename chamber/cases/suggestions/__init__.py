"""Suggestions in public: a moderated text, supported by firms, put into practice; what became of all."""
