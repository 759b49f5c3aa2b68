"""Documents: one description of a text, written as Word, PDF, page, plain data, sheet or label."""
