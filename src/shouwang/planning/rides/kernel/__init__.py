"""The compiled search: plain functions over flat arrays, so that it could be swapped for another language.

`flat` is the day, `state` the search's memory; `search.run` goes some iterations on. Nothing here knows words.
"""
