#!/usr/bin/env bash
# Guessed: what Zig's own linker knows can be asked of it with `zig cc -Wl,...`, as of other compilers' linkers.
# True (ziglang 0.17.1, PyPI): `zig cc` reads these options itself and refuses those that it has no word for, such as
# `--bp-compression-sort` and `--icf`, although `zig ld.lld`, in the same program, knows both.
# Concerns those who link with Zig for old versions of glibc, as maturin and cargo-zigbuild do: what `zig cc -v` says that it runs
# can be run again with the options.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install --quiet --disable-pip-version-check ziglang==0.17.1
zig() { v/bin/python -m ziglang "$@"; }
echo 'int one(void) { return 1; }' > one.c
echo "zig $(zig version)"
for option in --bp-compression-sort=function --icf=all; do
    if zig cc -shared -target x86_64-linux-gnu one.c -o one.so "-Wl,$option" 2> said; then
        echo "this has changed: zig cc takes $option"
        exit 1
    fi
    echo "zig cc: $(cat said)"
    zig cc -c -target x86_64-linux-gnu one.c -o one.o
    zig ld.lld -shared one.o -o one.so "$option"
    echo "zig ld.lld: links with $option"
done
