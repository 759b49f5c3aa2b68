"""Benchmarks of the pages and commands, on a database of their own."""
