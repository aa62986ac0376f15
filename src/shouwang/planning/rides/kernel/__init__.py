"""The compiled search: plain functions over flat arrays, so that it could be swapped for another language.

`flat` is the day, `state` the search's memory; `calling` has what Python calls. Nothing here knows words.
"""
