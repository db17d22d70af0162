//! Documents in several files: all that references lead to are read, each once.

use std::path::{Component, Path, PathBuf};

use super::document::Document;
use super::naming::clip;
use super::notes::Notes;

/// Most files of one document.
const MOST: usize = 10_000;
/// Keys whose values are data, in which nothing is a reference.
const DATA: [&str; 5] = ["example", "enum", "const", "value", "default"];
/// Keys whose values are maps by name.
const NAMES: [&str; 16] = [
    "properties",
    "patternProperties",
    "$defs",
    "definitions",
    "responses",
    "examples",
    "schemas",
    "parameters",
    "requestBodies",
    "headers",
    "content",
    "links",
    "callbacks",
    "pathItems",
    "variables",
    "encoding",
];

/// Gives the text of a file, or why it has none.
pub type Load<'l> = dyn Fn(&Path) -> Result<String, String> + 'l;

/// Reads the files that a document refers to, and those that they refer to.
///
/// # Errors
/// A sentence that names the file that is missing or cannot be read.
pub fn read_beside(document: &mut Document, load: &Load<'_>, notes: &Notes) -> Result<(), String> {
    let (mut next, mut bytes) = (0, 0);
    while next < document.files().len() {
        let from = document.files()[next].clone();
        for (line, reference) in outside(document, next) {
            let shown = clip(&reference, 100);
            let refuse = |why: String| Err(format!("{from}:{line}: the reference `{shown}` {why}"));
            if reference.contains("://") {
                return refuse("leads to another server; put that document beside this one, and write its name".into());
            }
            let name = path(&from, &reference);
            if Path::new(&name).is_absolute() && !Path::new(&from).is_absolute() {
                return refuse("begins with a slash; write a path from this file on".into());
            }
            if document.files().contains(&name) {
                continue;
            }
            if document.files().len() >= MOST {
                return refuse(format!("is one too many: no more than {MOST} files are read"));
            }
            let text = match load(Path::new(&name)) {
                Ok(text) => text,
                Err(why) => return refuse(format!("needs the file {name}, which cannot be read: {why}")),
            };
            bytes += text.len();
            if bytes > super::LARGEST {
                return refuse(format!("makes the document bigger than {} MB", super::LARGEST / 1_000_000));
            }
            let read =
                super::read(&name, &text, notes).map_err(|(line, problem)| format!("{name}:{line}: {problem}"))?;
            document.append(name, read)?;
        }
        next += 1;
    }
    Ok(())
}

/// A file beside a document, which refers to it.
#[derive(Debug)]
pub struct Beside {
    /// Where it was read.
    pub path: PathBuf,
    /// Where it lies from the folder of the document on, if it lies in there.
    pub inside: Option<PathBuf>,
}

/// All files of a document but the first.
pub fn beside(document: &Document) -> Vec<Beside> {
    let folder = document.files().first().map(|first| path(first, "")).unwrap_or_default();
    let inside = |path: &Path| {
        let inside = path.strip_prefix(&folder).ok()?;
        matches!(inside.components().next(), Some(Component::Normal(_))).then(|| inside.to_owned())
    };
    let files = document.files().iter().skip(1).map(PathBuf::from);
    files.map(|path| Beside { inside: inside(&path), path }).collect()
}

/// The references of a file that lead out of it, each with its line.
fn outside(document: &Document, file: usize) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut open = vec![document.file_root(file)];
    while let Some(node) = open.pop() {
        if let Some(reference) = node.peek("$ref").filter(|text| !text.starts_with('#')) {
            found.push((node.line(), reference.to_owned()));
        }
        // Where keys are names, one of a property or an example for instance, none of them says that its value is data.
        let names = node.key().is_some_and(|key| NAMES.contains(&key));
        let is_data = |key: &str| !names && (DATA.contains(&key) || key.starts_with("x-"));
        open.extend(node.inside().filter(|inner| !inner.key().is_some_and(is_data)));
    }
    found.sort();
    found.dedup_by(|a, b| a.1 == b.1);
    found
}

/// The file that a reference leads to, by its path from where the program runs; `from` is the file that it stands in.
pub fn path(from: &str, reference: &str) -> String {
    let written = reference.split('#').next().unwrap_or_default();
    let whole = Path::new(from).parent().unwrap_or(Path::new("")).join(super::reader::percent(written));
    let mut path = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(path.components().next_back(), Some(Component::Normal(_))) => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn references_start_from_the_file_that_they_stand_in() {
        assert_eq!(path("api/main.yaml", "paths/vents.yaml#/get"), "api/paths/vents.yaml");
        assert_eq!(path("api/paths/vents.yaml", "../common%20parts.yaml"), "api/common parts.yaml");
        assert_eq!(path("main.yaml", "./../other/x.yaml"), "../other/x.yaml");
    }
}
