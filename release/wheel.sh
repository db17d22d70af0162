#!/usr/bin/env bash
# Builds the wheels of both distributions into build/wheels as users get them: without paths of this machine, with the licences of
# what they hold. The arguments go to maturin, for instance `--release --target aarch64-unknown-linux-gnu --zig`.
set -euo pipefail
cd "$(dirname "$0")/.."
python release/runtime.py
python release/licences.py nibe-uplink-python > python/THIRD-PARTY-LICENCES
python release/licences.py --no-default-features nibe-uplink-python > build/runtime/THIRD-PARTY-LICENCES
cargo_home=${CARGO_HOME:-$HOME/.cargo}
# Messages of panics name the file of their line.
export RUSTFLAGS="${RUSTFLAGS:-} --remap-path-prefix=$cargo_home/registry/src=crates --remap-path-prefix=$PWD=nibe-uplink"
case ${OSTYPE:-} in
msys* | cygwin* | win*) ;;
*) export CFLAGS="${CFLAGS:-} -ffile-prefix-map=$cargo_home/registry/src=crates" ;;
esac
wheels=$PWD/build/wheels
for folder in python build/runtime; do
	# Cargo forgets the profile's `strip` for a package that has settings of its own.
	(cd "$folder" && maturin build --strip --compression-level 9 --out "$wheels" "$@")
done
