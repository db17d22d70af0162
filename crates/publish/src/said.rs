//! Trouble that is told once.

/// Tells a sentence unless it was the last one.
pub(crate) fn say(last: &mut Option<String>, sentence: &str, told: &impl Fn(&str)) {
    if last.as_deref() != Some(sentence) {
        told(sentence);
        *last = Some(sentence.to_owned());
    }
}
