#!/usr/bin/env bash
# Guessed: jiff reads every moment of RFC 3339 up to the end of the year 9999, among them 9999-12-31T23:59:59Z, which many
# servers write for "never".
# True (jiff 1.0.1): a Timestamp ends at 9999-12-30T22:00:00.999999999Z, so that it can be shown in any offset; the last 26
# hours of the year are an error, although its civil DateTime takes them, and so does Python's datetime.
# Concerns clients that read such times into Timestamp: one "never" in a list loses the whole list.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "last-days"
version = "0.1.0"
edition = "2021"
[dependencies]
jiff = { version = "=1.0.1", default-features = false, features = ["std"] }
[workspace]
TOML
cat > src/main.rs <<'RUST'
fn main() {
    for text in ["9999-12-30T22:00:00Z", "9999-12-30T22:00:01Z", "9999-12-31T23:59:59Z"] {
        println!("{text} timestamp: {}", text.parse::<jiff::Timestamp>().is_ok());
    }
    let civil = "9999-12-31T23:59:59".parse::<jiff::civil::DateTime>();
    println!("9999-12-31T23:59:59 civil: {}", civil.is_ok());
}
RUST
seen=$(cargo run --quiet)
echo "$seen"
[ "$seen" = "9999-12-30T22:00:00Z timestamp: true
9999-12-30T22:00:01Z timestamp: false
9999-12-31T23:59:59Z timestamp: false
9999-12-31T23:59:59 civil: true" ] || { echo "this has changed"; exit 1; }
