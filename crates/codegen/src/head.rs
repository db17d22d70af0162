//! What a generated file says about itself.

use std::path::Path;

use uplink_spec::Report;
use uplink_spec::model::Model;

/// A spec that was read: the model, and what files made from it say about their origin.
#[derive(Clone, Debug)]
pub struct Spec {
    /// The checked model.
    pub model: Model,
    /// Name of the spec file.
    pub file: String,
    /// What looks forgotten in it.
    pub warnings: Report,
    /// Its text.
    pub text: String,
    /// The text of the table beside it, if it has one.
    pub table: Option<String>,
    /// Hash of its text and of the table beside it, so that readers see whether a generated file is current.
    pub hash: String,
}

impl Spec {
    /// Reads a spec file.
    ///
    /// # Errors
    /// Every mistake of the spec, and its warnings.
    pub fn read(path: &Path) -> Result<Self, Report> {
        let (model, warnings) = uplink_spec::check_file(path)?;
        let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_default();
        let text = read(path);
        let table = model.catalogue.as_ref().map(|catalogue| read(&path.with_file_name(&catalogue.file)));
        let whole = format!("{text}{}", table.as_deref().unwrap_or_default());
        let file = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Spec { model, file, warnings, hash: format!("{:016x}", fnv1a(whole.as_bytes())), text, table })
    }

    /// Reads a spec out of its text; `file` is its name. It has no table beside it.
    ///
    /// # Errors
    /// Every mistake of the spec, and its warnings.
    pub fn of_text(file: &str, text: &str) -> Result<Self, Report> {
        let (model, warnings) = uplink_spec::check_text(file, text, |_| None)?;
        let (file, text) = (file.to_owned(), text.to_owned());
        Ok(Spec { model, file, warnings, hash: format!("{:016x}", fnv1a(text.as_bytes())), text, table: None })
    }

    /// Whether the head of a file says that it was made from this spec, in whatever state.
    pub fn made(&self, text: &str) -> bool {
        text.lines().take(1).any(|line| line.contains(&self.origin()))
    }

    fn origin(&self) -> String {
        format!("Generated from {} (", self.file)
    }

    /// The lines at the head of a generated file.
    pub(crate) fn head(&self) -> [String; 2] {
        [
            format!("{}{}); do not edit.", self.origin(), self.hash),
            "To change it, edit the spec and generate it again.".to_owned(),
        ]
    }
}

/// FNV-1a: tells versions of a file apart, no more.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
