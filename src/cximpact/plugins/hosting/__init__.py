"""Which plugins there are, what each offers, and why one is not in use."""
