"""Reading: messy words of the field become records, and what is unsure is asked back.

Pure Python: knows neither Django nor the desk. `chat` reads chains (接龙), `sheets` reads tables;
`addresses`, `quantities` and `goods` are good alone.
"""
