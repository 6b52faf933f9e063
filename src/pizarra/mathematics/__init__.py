"""Mathematics on the page: boxes, symbols, and the three writers that write them."""
