"""`python -m bench` runs every benchmark of this folder, `python -m bench routing` only that."""

import sys
from importlib import import_module
from pathlib import Path

names = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))
chosen = sys.argv[1:] or names
if unknown := set(chosen) - set(names):
    sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(names)}")
del sys.argv[1:]
for name in chosen:
    print(f"\n{name}\n{'=' * len(name)}", flush=True)
    import_module(f"bench.{name}").main()
