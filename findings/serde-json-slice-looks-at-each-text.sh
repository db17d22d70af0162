#!/usr/bin/env bash
# Guessed: serde_json::from_slice costs as much as from_str on the same bytes, or just what one look at the whole for UTF-8
# takes.
# True (serde_json 1.0.154): from_slice looks at each text by itself. A list of small objects with texts of a few letters,
# read into borrowed texts, takes a third more instructions than std::str::from_utf8 on the whole and then from_str.
# Concerns clients that decode what a socket gave them: two calls in place of one make them faster.
set -euo pipefail
command -v valgrind > /dev/null || { echo "valgrind counts the instructions; install it"; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "slice"
version = "0.1.0"
edition = "2021"
[dependencies]
serde = { version = "=1.0.229", features = ["derive"] }
serde_json = "=1.0.154"
[workspace]
TOML
cat > src/main.rs <<'RUST'
#[derive(serde::Deserialize)]
#[allow(dead_code)]
struct Row<'a> { id: i64, name: &'a str, unit: &'a str, shown: &'a str }
fn main() {
    let rows: Vec<String> = (0..200)
        .map(|n| format!(r#"{{"id":{n},"name":"outdoor {n}","unit":"DM","shown":"{n}.5 DM"}}"#))
        .collect();
    let bytes = format!("[{}]", rows.join(",")).into_bytes();
    let mut arguments = std::env::args().skip(1);
    let (how, count) = (arguments.next().unwrap(), arguments.next().unwrap().parse::<usize>().unwrap());
    for _ in 0..count {
        let rows: Vec<Row> = match how.as_str() {
            "slice" => serde_json::from_slice(&bytes).unwrap(),
            _ => serde_json::from_str(std::str::from_utf8(&bytes).unwrap()).unwrap(),
        };
        std::hint::black_box(rows);
    }
}
RUST
cargo build --release --quiet
count() {
  valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null ./target/release/slice "$1" "$2" 2>&1 |
    sed -n 's/.*I  *refs: *//p' | tr -d ,
}
slice=$(($(count slice 220) - $(count slice 20)))
text=$(($(count text 220) - $(count text 20)))
echo "instructions of 200 readings: from_slice $slice, from_utf8 and from_str $text"
[ $((slice * 100)) -gt $((text * 120)) ] || { echo "this has changed"; exit 1; }
