//! The rows of the table, and the requests in them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Which section asks for what, the requests, and the right answer of each profile.
pub struct Row {
    pub section: String,
    pub says: String,
    pub request: String,
    pub answers: [String; 3],
}

impl Row {
    pub fn read(line: &str) -> Row {
        let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        let cells: [String; 6] = cells.try_into().unwrap_or_else(|_| panic!("a row has six cells: {line}"));
        let [section, says, request, nibe, myuplink, strict] = cells;
        let or = |answer: String, before: &str| if answer == "=" { before.to_owned() } else { answer };
        let myuplink = or(myuplink, &nibe);
        let strict = or(strict, &myuplink);
        Row { section, says, request, answers: [nibe, myuplink, strict] }
    }
}

/// A request as curl writes it.
#[derive(Default)]
pub struct Request {
    method: Option<String>,
    target: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Request {
    /// Takes an option with what stands after it.
    pub fn option(&mut self, option: &str, value: String) {
        match option {
            "-X" => self.method = Some(value),
            "-d" => self.body = value,
            "-u" => self.headers.push(("authorization".to_owned(), format!("Basic {}", STANDARD.encode(value)))),
            "-H" => {
                let (name, value) = value.split_once(':').expect("a header has a colon");
                self.headers.push((name.to_owned(), value.replace("%20", " ")));
            }
            _ => panic!("there is no option {option}"),
        }
    }

    pub fn target(&mut self, target: String) {
        assert!(self.target.is_empty(), "two targets: {} and {target}", self.target);
        self.target = target;
    }

    /// The request as it goes over the wire.
    pub fn text(&self, host: &str) -> String {
        let method = self.method.as_deref().unwrap_or(if self.body.is_empty() { "GET" } else { "POST" });
        let mut text = format!("{method} {} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n", self.target);
        if !self.body.is_empty() {
            let kind = if self.body.starts_with('{') { "json" } else { "x-www-form-urlencoded" };
            text += &format!("content-type: application/{kind}\r\ncontent-length: {}\r\n", self.body.len());
        }
        for (name, value) in &self.headers {
            text += &format!("{name}: {value}\r\n");
        }
        text + "\r\n" + &self.body
    }
}
