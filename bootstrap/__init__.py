"""Sets the product up on a machine that has nothing but Python, then hands over to it.

Standard library only: these modules run before any package is installed. The two files
`merge_fonts.py` and `prepare_database.py` are the exception: they are run by the finished
environment's own Python.
"""
