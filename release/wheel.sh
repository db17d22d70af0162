#!/usr/bin/env bash
# Builds a wheel into build/wheels as users get it: without paths of this machine, with the licences of what it holds. The arguments
# go to maturin, for instance `--release --target aarch64-unknown-linux-gnu --zig`.
set -euo pipefail
cd "$(dirname "$0")/.."
python release/licences.py nibe-uplink-python > python/THIRD-PARTY-LICENCES
cargo_home=${CARGO_HOME:-$HOME/.cargo}
# Messages of panics name the file of their line.
export RUSTFLAGS="${RUSTFLAGS:-} --remap-path-prefix=$cargo_home/registry/src=crates --remap-path-prefix=$PWD=nibe-uplink"
case ${OSTYPE:-} in
msys* | cygwin* | win*) ;;
*) export CFLAGS="${CFLAGS:-} -ffile-prefix-map=$cargo_home/registry/src=crates" ;;
esac
cd python
# Cargo forgets the profile's `strip` for a package that has settings of its own.
maturin build --strip --compression-level 9 --out ../build/wheels "$@"
