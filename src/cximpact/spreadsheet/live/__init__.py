"""Live workbooks: the method as formulas, from the user's own cells to ranks and actions."""
