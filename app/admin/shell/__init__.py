"""What surrounds every page: sessions, errors, the theme, the tree, and words for templates."""
