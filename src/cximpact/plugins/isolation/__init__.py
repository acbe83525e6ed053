"""Each piece of a plugin's work in a process of its own: watched, bounded, cleared of secrets."""
