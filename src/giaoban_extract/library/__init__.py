"""The rule library: what rule files may say, and what is made of them."""
