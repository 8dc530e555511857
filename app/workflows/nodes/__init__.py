"""The node types: a folder for each category, a file for each node. See docs/nodes.md."""
