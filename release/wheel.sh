#!/usr/bin/env bash
# Builds the wheels of both distributions into build/wheels as users get them: small, without paths of this machine, with the
# licences of what they hold. The arguments go to maturin, for instance `--target aarch64-unknown-linux-gnu --zig`.
set -euo pipefail
cd "$(dirname "$0")/.."
host=$(rustc -vV | sed -n 's/^host: //p')
target=$host
before=
for word in "$@"; do
	case $before,$word in
	--target,*) target=$word ;;
	*,--target=*) target=${word#*=} ;;
	esac
	before=$word
done
python release/runtime.py
python release/licences.py nibe-uplink-python "$target" > python/THIRD-PARTY-LICENCES
python release/licences.py --no-default-features nibe-uplink-python "$target" > build/runtime/THIRD-PARTY-LICENCES
cargo_home=${CARGO_HOME:-$HOME/.cargo}
# Messages of panics name the file of their line.
RUSTFLAGS="${RUSTFLAGS:-} --remap-path-prefix=$cargo_home/registry/src=crates --remap-path-prefix=$PWD=nibe-uplink"
# Functions that resemble each other, side by side, pack better; functions that are the same are one, as rustc does it for Windows.
link=(--bp-compression-sort=both --icf=all -O2)
case " $* " in
*" --zig "*)
	export UPLINK_LINK_OPTIONS="${link[*]}"
	RUSTFLAGS="$RUSTFLAGS -C linker=$PWD/release/zig_linker.py"
	;;
*)
	# Elsewhere rustc brings no LLD.
	if [[ $host == x86_64-unknown-linux-gnu && $target == "$host" ]]; then
		RUSTFLAGS="$RUSTFLAGS ${link[*]/#/-C link-arg=-Wl,}"
	fi
	;;
esac
export RUSTFLAGS
case ${OSTYPE:-} in
msys* | cygwin* | win*) ;;
*) export CFLAGS="${CFLAGS:-} -ffile-prefix-map=$cargo_home/registry/src=crates" ;;
esac
built=$PWD/build/wheels/new
# What a run that failed left there is not of this one.
rm -rf "$built"
mkdir -p "$built"
for folder in python build/runtime; do
	# Cargo forgets the profile's `strip` for a package that has settings of its own.
	(cd "$folder" && maturin build --strip --compression-level 9 --out "$built" "$@")
done
# Its deflate is the smallest that there is.
if command -v advzip > /dev/null; then
	advzip --recompress --shrink-insane --quiet "$built"/*.whl
else
	echo "advzip (advancecomp) is not at hand, so the wheels are larger by a twenty-fifth" >&2
fi
mv "$built"/*.whl build/wheels
rmdir "$built"
