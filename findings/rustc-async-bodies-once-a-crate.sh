#!/usr/bin/env bash
# Guessed: an `async fn` without type parameters is compiled once, in the crate that has it, as any other function is.
# True (rustc 1.95.0): so it is without optimisation. With it, the body is compiled into each crate that awaits it, and a program
# with two such crates holds it twice. Fat LTO makes one of copies that are equal to the byte, which they are not when packages
# have different levels of optimisation. Behind `Box<dyn Future>`, made in the crate that has it, there is one.
# Concerns libraries whose asynchronous functions do much, above all below several layers: each user compiles the body again.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for name in base one two program; do
    mkdir -p $name/src
    printf '[package]\nname = "%s"\nversion = "0.1.0"\nedition = "2024"\n[dependencies]\n' $name > $name/Cargo.toml
done
for user in one two; do echo 'base = { path = "../base" }' >> $user/Cargo.toml; done
printf 'one = { path = "../one" }\ntwo = { path = "../two" }\n' >> program/Cargo.toml
printf '[workspace]\nmembers = ["base", "one", "two", "program"]\nresolver = "3"\n' > Cargo.toml
cat > base/src/lib.rs <<'RUST'
pub async fn body(of: &str) {
    for (at, word) in of.split(' ').enumerate() {
        std::future::ready(()).await;
        println!("{at}: {}", word.to_uppercase());
    }
}

pub fn boxed(of: &'static str) -> std::pin::Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(body(of))
}
RUST
for user in one two; do
    cat > $user/src/lib.rs <<'RUST'
pub fn start(of: [&'static str; 2]) -> std::pin::Pin<Box<dyn std::future::Future<Output = ()>>> {
    Box::pin(async move {
        base::CALLED(of[0]).await;
        base::CALLED(of[1]).await;
    })
}
RUST
done
cat > program/src/main.rs <<'RUST'
fn main() {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    for mut work in [one::start(["one", "two"]), two::start(["three", "four"])] {
        let _ = work.as_mut().poll(&mut context);
    }
}
RUST
rustc --version
bodies() {
    sed -i "s/base::[A-Za-z]*/base::$1/" one/src/lib.rs two/src/lib.rs
    cargo build --release --quiet --offline
    # By their mangled names, of which a program may hold several that read alike.
    nm target/release/program | grep " [tT] .*4base4body" | grep --count closure || true
}
direct=$(bodies body)
boxed=$(bodies boxed)
echo "bodies in the program: $direct when it is awaited directly, $boxed behind a pointer"
[ "$direct $boxed" = "2 1" ] || { echo "this has changed"; exit 1; }
