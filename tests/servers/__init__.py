"""Servers of others, started for the tests from the packages of the system: private ones, in a
temporary folder, on free ports. Where a package is missing, the tests that need it are skipped."""
