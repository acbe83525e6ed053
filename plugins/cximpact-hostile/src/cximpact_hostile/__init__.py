"""Plugins that do what no plugin may do; for the tests of cximpact only."""
