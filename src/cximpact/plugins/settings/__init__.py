"""Settings of a source: held against its schema, with secrets given by reference."""
