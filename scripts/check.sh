#!/bin/sh
# Everything that must hold before a change lands: types, lint, tests.
set -eu
cd "$(dirname "$0")/.."
node=$PWD/node_modules/node/bin/node
echo "== types"; node_modules/.bin/tsc --noEmit
echo "== lint"; node_modules/.bin/biome check --error-on-warnings
echo "== tests"; exec "$node" --test --test-concurrency=2 --test-timeout=600000 "test/**/*.test.ts"
