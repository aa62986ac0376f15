"""What a plan says: sentences in English and Chinese, and one picture."""
