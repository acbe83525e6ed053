"""Contracts to subclass: each check is one small test that says what must hold."""
