"""cximpact scores proposals by what they do to the customer's experience, and ranks them."""
