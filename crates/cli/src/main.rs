//! The program `nibe-uplink`.

fn main() {
    std::process::exit(nibe_uplink_cli::main(std::env::args_os()));
}
