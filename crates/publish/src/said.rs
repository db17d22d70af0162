//! Trouble that is told once, and told to be over when its cause is.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What goes wrong with the sinks now, by sink. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Troubles(Arc<Mutex<BTreeMap<&'static str, String>>>);

impl Troubles {
    /// Tells a sentence unless it was the last one about the same thing.
    pub(crate) fn say(&self, about: &'static str, sentence: &str, told: &impl Fn(&str)) {
        if self.lock().insert(about, sentence.to_owned()).as_deref() != Some(sentence) {
            told(sentence);
        }
    }

    /// Tells a sentence unless there was trouble with the same thing, whatever was said of it.
    pub(crate) fn begin(&self, about: &'static str, sentence: &str, told: &impl Fn(&str)) {
        if !self.has(about) {
            self.say(about, sentence, told);
        }
    }

    /// Whether there is trouble with it.
    pub(crate) fn has(&self, about: &'static str) -> bool {
        self.lock().contains_key(about)
    }

    /// Tells that it is over, if there was any.
    pub(crate) fn over(&self, about: &'static str, sentence: &str, told: &impl Fn(&str)) {
        if self.lock().remove(about).is_some() {
            told(sentence);
        }
    }

    /// Nothing is known about it any more.
    pub(crate) fn forget(&self, about: &'static str) {
        self.lock().remove(about);
    }

    /// Nothing is known any more.
    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    /// The sentences about what goes wrong now.
    pub fn all(&self) -> Vec<String> {
        self.lock().values().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<&'static str, String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn each_trouble_is_told_once_and_when_it_is_over() {
        let (troubles, said) = (Troubles::default(), RefCell::new(Vec::new()));
        let told = |sentence: &str| said.borrow_mut().push(sentence.to_owned());
        troubles.over("a", "back", &told);
        for sentence in ["away", "away", "refused"] {
            troubles.say("a", sentence, &told);
        }
        assert_eq!(troubles.clone().all(), ["refused"]);
        troubles.over("a", "back", &told);
        troubles.over("a", "back", &told);
        assert_eq!(*said.borrow(), ["away", "refused", "back"]);
        assert!(troubles.all().is_empty());
    }
}
