"""Tables of proposals, ratings, effects and costs become columns of the model."""
