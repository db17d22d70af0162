#!/usr/bin/env bash
# Guessed: `strip = "symbols"` of a profile holds for the program, whatever else `[profile.release.package.NAME]` says of it:
# `strip` is none of the settings that an override of a package can have.
# True (cargo 1.95.0): with an override of the program's own package, if only `opt-level = 3`, the profile's `strip` is gone and
# the program keeps its symbols. Nothing says so; `cargo build -v` shows `-C strip=debuginfo`, the default.
# Concerns who compiles one package for speed and the rest for size: the file keeps what the profile says that it loses.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "tool"
version = "0.1.0"
edition = "2021"
[dependencies]
itoa = "=1.0.15"
[profile.release]
strip = "symbols"
[workspace]
TOML
echo 'fn main() { println!("{}", itoa::Buffer::new().format(std::env::args().count())); }' > src/main.rs
cargo --version
strips() { cargo build --release --verbose 2>&1 | grep -- "--crate-name tool" | grep -o "strip=[a-z]*"; }
alone=$(strips)
printf '[profile.release.package.tool]\nopt-level = 3\n' >> Cargo.toml
overridden=$(strips)
echo "the profile alone: $alone; with an override: $overridden"
[ "$alone $overridden" = "strip=symbols strip=debuginfo" ] || { echo "this has changed"; exit 1; }
