"""Exports of a general ledger as files: read strictly, mapped by accounts."""
