"""The steps of a public request, each with its decision. serve.py takes them in their order."""
