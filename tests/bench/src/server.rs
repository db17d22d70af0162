//! A server that answers from prepared bytes: a thread for each connection, a read and a write for each request.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::{fs, io, process, thread};

/// The answers by last word of the path and system, such as `categories-40201`.
type Answers = HashMap<String, Vec<u8>>;

/// Serves the files `WORD-SYSTEM.json` of a folder, prints its address, and ends when its input does.
pub fn serve(folder: &Path) {
    let answers = Arc::new(read(folder).expect("a folder of answers"));
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    println!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answers = Arc::clone(&answers);
            // A client that hangs up ends its thread; that is no error.
            thread::spawn(move || answer(stream, &answers));
        }
    });
    let _ = io::copy(&mut io::stdin(), &mut io::sink());
    process::exit(0);
}

fn read(folder: &Path) -> io::Result<Answers> {
    let mut answers = Answers::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let body = fs::read(&path)?;
        let head =
            format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        answers.insert(name, [head.as_bytes(), &body].concat());
    }
    Ok(answers)
}

fn answer(mut stream: TcpStream, answers: &Answers) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = vec![0; 16 * 1024];
    let mut filled = 0;
    loop {
        let count = stream.read(&mut buffer[filled..])?;
        if count == 0 {
            return Ok(());
        }
        filled += count;
        // Requests here have no body.
        let Some(end) = buffer[..filled].windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        match key(&buffer[..end]).and_then(|key| answers.get(&key)) {
            Some(answer) => stream.write_all(answer)?,
            None => stream.write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")?,
        }
        buffer.copy_within(end + 4..filled, 0);
        filled -= end + 4;
    }
}

/// `/api/v1/systems/40201/serviceinfo/categories?parameters=true` asks for `categories-40201`.
fn key(head: &[u8]) -> Option<String> {
    let head = std::str::from_utf8(head).ok()?;
    let path = head.split(' ').nth(1)?.split('?').next()?;
    let mut words = path.split('/').skip_while(|word| *word != "systems").skip(1);
    let system = words.next()?;
    Some(format!("{}-{system}", words.last()?))
}
