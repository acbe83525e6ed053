"""From scores to recommendations: gates, selection under budgets, actions, ranks.

Pure: no files, clock, network or randomness. `cximpact.decision.decide.decide` is the way in.
"""
