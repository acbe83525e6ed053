"""What the sheets of ours say: the recommendations, the evidence, and how it was decided."""
