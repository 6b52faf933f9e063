"""Programs said in other words: the same numbers, the same lines, other expressions."""
