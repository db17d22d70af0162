//! Groups of functions: what they are called beside functions, types and each other.

use std::collections::HashMap;

use super::Checked;
use super::reserved::METHODS;
use crate::identifiers::{camel, compared, snake};
use crate::model::{Function, Grouped};
use crate::places::Thing;

/// The class of a group, as both languages have it.
pub(super) fn class(group: &str) -> String {
    format!("{}Group", camel(group))
}

impl Checked<'_> {
    pub(super) fn groups_differ(&self) {
        let mut groups: HashMap<String, &str> = HashMap::new();
        let mut members: HashMap<(String, String), &str> = HashMap::new();
        let plain = |f: &&Function| f.call.is_none();
        let functions: HashMap<String, &str> =
            self.model.functions.iter().filter(plain).map(|f| (compared(&snake(&f.name)), f.name.as_str())).collect();
        let mut classes: HashMap<String, &str> = HashMap::new();
        for def in &self.model.types {
            classes.entry(camel(&def.name)).or_insert(&def.name);
        }
        for f in &self.model.functions {
            let Some(call @ Grouped { group, name }) = &f.call else { continue };
            let (of, member) = (compared(&snake(group)), compared(&snake(name)));
            let mistake = |code, message: String, help: String| {
                let place = self.places.part(&Thing::Function(f.name.clone()), ["call"]);
                self.mistakes.add(code, &place, message, Some(help));
            };
            let known = groups.entry(of.clone()).or_insert(group);
            if *known != group {
                let message = format!("the groups `{known}` and `{group}` are both `{of}`");
                mistake("S027", message, "write the group in one way".to_owned());
                continue;
            }
            if let Some((word, language)) = METHODS.iter().find(|(word, _)| *word == of) {
                let message = format!("the name `{word}` is taken by every client in {language}");
                mistake("S028", message, format!("give the group another name: `call = \"api_{call}\"`"));
            } else if let Some(other) = functions.get(&of) {
                let message = format!("`{other}` is a function, and a group");
                mistake("S027", message, format!("give the group another name: `call = \"{group}_group.{name}\"`"));
            } else if let Some(name) =
                [class(group), format!("Async{}", class(group))].iter().find_map(|class| classes.get(class))
            {
                let message = format!("the type `{name}` has the name of the group's class");
                mistake("S027", message, format!("give the group another name: `call = \"of_{call}\"`"));
            }
            if let Some(other) = members.insert((of, member), &f.name) {
                let message = format!("`{other}` is called `{call}` as well");
                mistake("S027", message, format!("give one another name: `call = \"{group}.{}\"`", snake(&f.name)));
            }
        }
    }
}
