"""`python -m giaoban_extract`."""

from giaoban_extract.cli import main

main()
