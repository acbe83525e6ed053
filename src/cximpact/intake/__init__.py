"""Files and frames become records of the model; all mistakes are reported at once."""
