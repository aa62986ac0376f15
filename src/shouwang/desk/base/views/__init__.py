"""The entrance, the members, and the pages for what goes wrong."""
