"""What can be done with needs, a module a part of their life."""
