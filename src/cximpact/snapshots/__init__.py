"""What plugins' sources gave, kept as it came: dated, fingerprinted, read again without them."""
