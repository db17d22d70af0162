//! An answer, and what a row asks of it.

use serde_json::Value;

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn read(text: &str) -> Answer {
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|word| word.parse().ok());
        let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
        let headers = lines.filter_map(header).collect();
        Answer { status: status.expect("a status"), headers, body: body.to_owned() }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// A field of the JSON body, or a parameter of the address that a user is sent to.
    pub fn field(&self, name: &str) -> Option<String> {
        if let Some(location) = self.header("location") {
            let (_, parameters) = location.split_once(['?', '#'])?;
            let mut pairs = url::form_urlencoded::parse(parameters.as_bytes());
            return pairs.find(|(n, _)| n == name).map(|(_, value)| value.into_owned());
        }
        match serde_json::from_str::<Value>(&self.body).ok()?.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Array(items) => Some(items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",")),
            other => Some(other.to_string()),
        }
    }

    /// Whether what a word asks for is there; the head of the table says how words are read.
    pub fn has(&self, word: &str) -> bool {
        if let Some(name) = word.strip_prefix('!') {
            return !self.has(name);
        }
        let (name, sign, value) = match word.find(['=', '~']) {
            Some(at) => (&word[..at], &word[at..=at], &word[at + 1..]),
            None => (word, "", ""),
        };
        let found = match name.strip_prefix('@') {
            Some(header) => self.header(header).map(str::to_owned),
            None => self.field(name),
        };
        // No word has a blank, so `%20` stands for one.
        let value = value.replace("%20", " ");
        match (found, sign) {
            (None, _) => false,
            (Some(_), "") => true,
            (Some(found), "=") => found == value,
            (Some(found), _) => found.contains(&value),
        }
    }
}
