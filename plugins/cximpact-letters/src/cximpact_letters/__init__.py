"""Letters from customers, kept as text files, as evidence for cximpact."""
