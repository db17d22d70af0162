//! Pages that are open: each form can be sent once.

use std::collections::HashMap;

use jiff::Timestamp;

use super::word;
use crate::clock::later;

/// How long a page may be answered, in simulated seconds.
const LIFE: f64 = 3600.0;

/// What open pages are about, by the word that their forms send back.
#[derive(Debug)]
pub(crate) struct Pages<T>(HashMap<String, (Timestamp, T)>);

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Pages(HashMap::new())
    }
}

impl<T> Pages<T> {
    /// Opens a page; the word that its form has to send back.
    pub(super) fn open(&mut self, about: T, now: Timestamp) -> String {
        self.0.retain(|_, (until, _)| *until > now);
        let word = word(33);
        self.0.insert(word.clone(), (later(now, LIFE), about));
        word
    }

    /// Takes what the page of this word is about, once.
    pub(super) fn close(&mut self, word: &str, now: Timestamp) -> Option<T> {
        let (until, about) = self.0.remove(word)?;
        (until > now).then_some(about)
    }
}
