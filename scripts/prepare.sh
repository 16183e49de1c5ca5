#!/bin/sh
# Brings a fresh clone to a state that runs: installs the dependencies when they are missing or older than the lock file.
set -eu
cd "$(dirname "$0")/.."
stamp=node_modules/.sekisho-prepared
if [ ! -x node_modules/node/bin/node ] || [ ! -f "$stamp" ] || [ package-lock.json -nt "$stamp" ]; then
  echo "sekisho: installing dependencies (once)" >&2
  npm ci --no-audit --no-fund --loglevel=error >&2
  if [ ! -x node_modules/node/bin/node ]; then
    echo "sekisho: the package 'node' did not install its program; run: npm rebuild node" >&2
    exit 3
  fi
  touch "$stamp"
fi
sh scripts/build.sh
