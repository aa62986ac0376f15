"""The pages of needs: Today, the paste and its entries, one need, capture, the household's own page, counts."""
