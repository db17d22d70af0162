//! Secrets in no memory that is free again.

use std::io::Write;

use secrecy::ExposeSecret;
use zeroize::Zeroize;

use crate::file_store::document::{Contents, Document};
use crate::testing::child::{self, Child};
use crate::testing::{CLIENT_API, scopes};
use crate::*;

/// Where in this process's memory `secret` stands; looked for by its halves, so as not to find the question.
fn in_memory(first: &[u8], second: &[u8]) -> usize {
    use std::os::unix::fs::FileExt;

    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let memory = std::fs::File::open("/proc/self/mem").unwrap();
    let mut count = 0;
    // On the stack, or the search would find what it has read itself.
    let mut piece = [0; 1 << 16];
    for line in maps.lines().filter(|line| line.contains(" rw") && line.contains("[heap]")) {
        let (from, to) = line.split(' ').next().unwrap().split_once('-').unwrap();
        let (mut at, to) = (u64::from_str_radix(from, 16).unwrap(), u64::from_str_radix(to, 16).unwrap());
        while at < to {
            let length = usize::try_from((to - at).min(piece.len() as u64)).unwrap();
            if memory.read_exact_at(&mut piece[..length], at).is_ok() {
                let window = first.len() + second.len();
                count +=
                    piece[..length].windows(window).filter(|w| w.starts_with(first) && w.ends_with(second)).count();
            }
            at += length as u64;
        }
    }
    count
}

/// A secret that is nowhere in the program's text, and the halves of its end: the allocator itself writes over the first
/// bytes of what is free.
fn hidden(word: &str) -> (String, Vec<u8>, Vec<u8>) {
    let text: String = word.bytes().rev().map(char::from).collect();
    let text = text.clone() + &text.to_lowercase().repeat(4);
    let (first, second) = text.as_bytes()[40..].split_at(20);
    let halves = (first.to_vec(), second.to_vec());
    (text, halves.0, halves.1)
}

#[test]
fn one_that_forgets() {
    let Some(folder) = child::job() else { return };
    let (mut secret, s1, s2) = hidden("terceSneddiHYRANAC1");
    let (mut refresh, r1, r2) = hidden("hserfeRneddiHYRANAC2");
    let registration =
        Registration::new(&CLIENT_API, None, "client", Some(&secret), "http://127.0.0.1:8080/cb").unwrap();
    let grant = Grant::new("A", Some(refresh.as_str().into()), None, scopes());
    secret.zeroize();
    refresh.zeroize();
    let counts = (in_memory(&s1, &s2), in_memory(&r1, &r2));
    let login = Login::begin(&registration, &scopes()).unwrap();
    let file = FileStore::new(std::path::Path::new(&folder).join("tokens.json"));
    let memory = MemoryStore::new();
    for store in [&file as &dyn TokenStore, &memory] {
        let mut locked = store.lock(&registration.key()).unwrap();
        locked.save(&grant).unwrap();
        locked.begin_renewal().unwrap();
        assert!(locked.load().unwrap().unwrap().refresh_token().unwrap().expose_secret().starts_with("2CANARY"));
    }
    drop((login, grant, registration, memory, file));
    let (held, left) = (counts.0 > 0 && counts.1 > 0, (in_memory(&s1, &s2), in_memory(&r1, &r2)));
    child::say(&format!("found while held: {held}, copies left: {left:?}"));
}

#[test]
fn t63_what_is_dropped_is_wiped() {
    let folder = tempfile::TempDir::new().unwrap();
    let said = said("wiped_tests::one_that_forgets", &folder.path().display().to_string());
    assert_eq!(said.as_deref(), Some("found while held: true, copies left: (0, 0)"));
}

/// What one who forgets said, in a process with one arena, so that everything is on the heap that is searched.
fn said(name: &str, job: &str) -> Option<String> {
    let mut command = child::command(name, job);
    command.env("MALLOC_ARENA_MAX", "1");
    Child::of(command).unwrap().said()
}

const MANY: usize = 200;

fn key(n: usize) -> Key {
    Key::new(&url::Url::parse("https://api.example").unwrap(), &n.to_string(), None)
}

/// A token file with a token in many entries: the allocator uses some of what is free again before it is searched, but
/// not all.
fn document(token: &str) -> Document {
    // Of the right size from the start: growing would leave copies behind.
    let mut text = Vec::with_capacity(MANY * (token.len() + 200));
    let fields = r#""obtained_at":1,"scopes":[]"#;
    for n in 0..MANY {
        let before = if n == 0 { r#"{"version":1,"entries":{"# } else { "," };
        write!(text, r#"{before}"{}":{{"access_token":"{token}",{fields}}}"#, key(n)).unwrap();
    }
    write!(text, "}}}}").unwrap();
    assert!(text.len() <= MANY * (token.len() + 200));
    let Contents::Readable(document) = Document::parse(&text) else { panic!("a token file") };
    text.zeroize();
    document
}

#[test]
fn one_that_forgets_a_file() {
    let Some(job) = child::job() else { return };
    let (mut token, first, second) = hidden("elifaneddiHYRANAC34");
    let mut document = document(&token);
    token.zeroize();
    let held = in_memory(&first, &second) >= MANY;
    match job.as_str() {
        "drop" => drop(document),
        "write" => {
            // The token stays in the document, and must not stay elsewhere.
            let before = in_memory(&first, &second);
            drop(document.text());
            let more = in_memory(&first, &second) - before;
            return child::say(&format!("found while held: {held}, copies left: {more}"));
        }
        change => {
            let other = Grant::new("B", None, None, Vec::new());
            for n in 0..MANY {
                assert!(document.get(&key(n)).unwrap().is_some());
                match change {
                    "set" => document.set(&key(n), &other),
                    "remove" => document.remove(&key(n)),
                    unknown => panic!("{unknown}"),
                }
            }
            std::mem::forget(document);
        }
    }
    child::say(&format!("found while held: {held}, copies left: {}", in_memory(&first, &second)));
}

#[test]
fn t63_a_token_file_is_wiped_from_memory() {
    for job in ["drop", "write", "set", "remove"] {
        let said = said("wiped_tests::one_that_forgets_a_file", job);
        assert_eq!(said.as_deref(), Some("found while held: true, copies left: 0"), "{job}");
    }
}
