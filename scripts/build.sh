#!/bin/sh
# Builds what runs faster built, where it is older than what it is made of: the log engine (src/engine/assembly) as
# WebAssembly, and the command line in few files.
set -eu
cd "$(dirname "$0")/.."
node=node_modules/node/bin/node

# Whether $1 is missing, or older than something under the others.
old() {
  target=$1
  shift
  [ ! -f "$target" ] || [ -n "$(find "$@" -newer "$target")" ]
}

if old build/engine.wasm src/engine/assembly package-lock.json scripts/build.sh; then
  mkdir -p build
  "$node" node_modules/assemblyscript/bin/asc.js src/engine/assembly/index.ts --outFile build/engine.wasm.new \
    --runtime stub --optimizeLevel 3 --noAssert --enable simd --enable bulk-memory --use abort=
  mv build/engine.wasm.new build/engine.wasm
fi
if old build/cli/main.cjs src package-lock.json scripts; then
  "$node" scripts/bundle.ts
fi
