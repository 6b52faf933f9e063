"""The diagnosis, measured on planted cases: what is told, how fast, what gradient checkers say."""
