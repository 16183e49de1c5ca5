#!/bin/sh
# Compiles the log engine (src/engine/assembly) to WebAssembly, where it is newer than what was built of it.
set -eu
cd "$(dirname "$0")/.."
target=src/engine/build/engine.wasm
if [ -f "$target" ] && [ -z "$(find src/engine/assembly package-lock.json -newer "$target")" ]; then exit 0; fi
mkdir -p src/engine/build
node_modules/node/bin/node node_modules/assemblyscript/bin/asc.js src/engine/assembly/index.ts --outFile "$target.new" \
  --runtime stub --optimizeLevel 3 --noAssert --enable simd --enable bulk-memory --use abort=
mv "$target.new" "$target"
