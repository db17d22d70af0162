//! Follows a watch: readings to stdout, what goes wrong and what is right again to stderr.

use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::Value;
use uplink_runtime::{Error, Watch, WatchEvent};

use super::row::{Form, Row, header};
use crate::failure::Failure;
use crate::output::Output;

/// What APIs differ in.
pub struct Words {
    /// What is read, such as `system`, and its id in JSON.
    pub source: (&'static str, &'static str),
    /// What it has, such as `parameter`.
    pub item: &'static str,
    /// What shows those that it has.
    pub lists: &'static str,
    /// The readings of an answer.
    pub rows: fn(Value) -> Result<Vec<Row>, Failure>,
    /// How an answer says that the machine is not connected to the cloud; `None` when it is.
    pub disconnected: fn(&Value) -> Result<Option<String>, Failure>,
}

/// A watch in progress.
pub struct Follow<'o> {
    pub words: &'static Words,
    pub output: &'o Output,
    pub form: Form,
    /// The ids of what is read, each with two targets: its values, and whether it is connected.
    pub sources: Vec<Value>,
    /// What is wanted of each of them; nothing for all that there is.
    pub items: HashSet<String>,
}

/// What is known so far.
#[derive(Default)]
struct Known {
    any_answer: bool,
    any_reading: bool,
    /// Items that a source does not know.
    unknown: HashSet<(usize, String)>,
    /// Sources that are not connected.
    disconnected: HashSet<usize>,
}

impl Follow<'_> {
    pub async fn run(&self, mut watch: Watch) -> Result<(), Failure> {
        let mut known = Known::default();
        if self.form == Form::Csv {
            self.output.text(&header(self.words.source.0, self.words.item))?;
        }
        while let Some(event) = watch.next().await {
            self.event(event, &mut known)?;
        }
        Ok(())
    }

    fn event(&self, event: WatchEvent, known: &mut Known) -> Result<(), Failure> {
        let (source, is_values) = (event.target() / 2, event.target().is_multiple_of(2));
        let name = self.name(source);
        match event {
            WatchEvent::Answered { items, at, answer, .. } => {
                known.any_answer = true;
                let answer = answer.json()?;
                if is_values {
                    self.readings(source, &items, at, answer, known)?;
                } else {
                    self.connection(source, at, &answer, known)?;
                }
            }
            WatchEvent::Failed { at, error, .. } => {
                refuse(&error, known)?;
                if is_values {
                    self.told(at, &format!("{name}: {error}; tries again"));
                }
            }
            WatchEvent::Offline { at, error, .. } => {
                refuse(&error, known)?;
                if is_values {
                    self.told(at, &format!("{name} is offline: {error}; tries again"));
                }
            }
            WatchEvent::Back { at, .. } if is_values => self.told(at, &format!("{name} is back")),
            _ => {}
        }
        Ok(())
    }

    fn readings(
        &self,
        source: usize,
        items: &[Value],
        at: Timestamp,
        answer: Value,
        known: &mut Known,
    ) -> Result<(), Failure> {
        let rows = (self.words.rows)(answer)?;
        known.any_reading |= !rows.is_empty();
        let lines = rows.iter().map(|row| row.line(self.form, at, self.words.source.1, &self.sources[source]));
        let lines: Vec<String> = lines.collect();
        if !lines.is_empty() {
            self.output.text(&lines.join("\n"))?;
        }
        for item in items {
            let item = text(item);
            if rows.iter().any(|row| row.names.contains(&item)) || !known.unknown.insert((source, item.clone())) {
                continue;
            }
            let name = self.name(source);
            self.output.note(&format!("note: {name} does not know the {} {item}", self.words.item));
        }
        if !known.any_reading && !items.is_empty() && known.unknown.len() >= self.items.len() * self.sources.len() {
            let Words { item, lists, .. } = self.words;
            let sentence = format!("there is nothing to watch: no {item} that was named is known; {lists} lists them");
            return Err(Failure::failed("unknown_parameter", sentence));
        }
        Ok(())
    }

    fn connection(&self, source: usize, at: Timestamp, answer: &Value, known: &mut Known) -> Result<(), Failure> {
        let name = self.name(source);
        match (self.words.disconnected)(answer)? {
            Some(state) if known.disconnected.insert(source) => {
                self.told(at, &format!("{name} is not connected ({state}); its values may be old"));
            }
            None if known.disconnected.remove(&source) => self.told(at, &format!("{name} is connected again")),
            _ => {}
        }
        Ok(())
    }

    fn name(&self, source: usize) -> String {
        format!("{} {}", self.words.source.0, text(&self.sources[source]))
    }

    fn told(&self, at: Timestamp, text: &str) {
        self.output.note(&format!("{}: {text}", at.strftime("%Y-%m-%dT%H:%M:%SZ")));
    }
}

/// An id as it is written without JSON.
pub fn text(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

/// Ends the watch for what does not pass by itself: a login that is over, or words that were wrong from the start.
fn refuse(error: &Error, known: &Known) -> Result<(), Failure> {
    let never = !known.any_answer && !error.kind().is_retryable();
    if never || error.is_login_required() || error.is_missing_scope() {
        return Err(error.clone().into());
    }
    Ok(())
}
