"""Evidence from surveys: what customers answered, one row per answer, without who they are."""
