"""Recorded runs: what each did, step by step, in a file of its own (FOYER_DATA/runs.db).

Hooks make drafts while a run goes on; a thread redacts, packs and writes them; the console, the API
and `flask runs` read them. docs/decisions/006-recorded-runs.md says why it is so.
"""
