"""Verbs that cross records. The only place that commits, and every call is one transaction."""
