//! Functions whose parts contradict each other.

use std::collections::HashMap;

use super::Checked;
use crate::model::{Argument, Function, Place, Segment, Type};
use crate::places::Thing;

impl Checked<'_> {
    pub(super) fn functions_make_sense(&self) {
        let mut requests: HashMap<(&str, Option<&str>, String), Vec<&Function>> = HashMap::new();
        for f in &self.model.functions {
            let thing = Thing::Function(f.name.clone());
            // Without a path, the mistake has been noted.
            if !f.path.is_empty() {
                let alike = requests.entry((&f.method, f.base_url.as_deref(), form(f))).or_default();
                let marks = |f: &Function| self.model.marks(f);
                if let Some(other) = alike.iter().find(|other| marks(other) == marks(f)) {
                    let message = format!("`{}` and `{}` send the same request", f.name, other.name);
                    let help = "make one function of both, correct a path, or give one of them an argument of the query that has to be given";
                    self.mistakes.add("S035", &self.places.part(&thing, ["http"]), message, Some(help.into()));
                }
                alike.push(f);
            }
            self.page_is_a_list(f, &thing);
            self.answers_agree(f, &thing);
            self.contradictions(f, &thing);
            self.reads_can_be_merged(f);
        }
    }

    fn page_is_a_list(&self, f: &Function, thing: &Thing) {
        let list = f.answers.iter().any(|a| matches!(a.content, Some(Type::List(_))));
        if f.page.is_some() && !list && !f.answers.is_empty() {
            let message = format!("`{}` comes in pages, but does not answer with a list", f.name);
            let help =
                "write the list of items, such as `answer.200 = \"[Kettle]\"`; the object around it goes into `page`";
            self.mistakes.add("S038", &self.places.part(thing, ["page"]), message, Some(help.into()));
        }
    }

    /// Whose an item is must be told by the item.
    fn reads_can_be_merged(&self, f: &Function) {
        for argument in f.arguments.iter().filter(|a| !a.merge.is_empty()) {
            let place = self.places.part(&Thing::Argument(f.name.clone(), argument.name.clone()), ["merge"]);
            let fields = self.model.item_fields(f).unwrap_or_default();
            let strange = argument.merge.iter().find(|name| fields.iter().all(|field| field.name != **name));
            let (message, help) = match strange {
                _ if f.method != "GET"
                    || f.page.is_some()
                    || !matches!(argument.ty, Type::List(_) | Type::Nullable(_)) =>
                {
                    (
                        format!("`{}` is no list that is read by", argument.name),
                        "remove `merge`: only reads without pages are merged, by a list that they ask for",
                    )
                }
                Some(name) => (
                    format!("the items of the answer of `{}` have no field `{name}`", f.name),
                    "name the fields of an item that say what it was asked for by",
                ),
                None => continue,
            };
            self.mistakes.add("S040", &place, message, Some(help.into()));
        }
    }

    /// A method returns one type, whatever the status is.
    fn answers_agree(&self, f: &Function, thing: &Thing) {
        let Some(first) = f.content() else { return };
        for answer in f.answers.iter().filter(|a| a.content.as_ref().is_some_and(|c| c != first)) {
            let place = self.places.part(thing, ["answer", &answer.status_text()]);
            let message = format!("the answers of `{}` carry different types", f.name);
            let help = "give all of them one type: an alias with `|`, `any`, or \"none\" for an empty answer";
            self.mistakes.add("S039", &place, message, Some(help.into()));
        }
    }

    fn contradictions(&self, f: &Function, thing: &Thing) {
        self.auth_agrees(f, thing);
        let body = f.arguments.iter().find(|a| matches!(a.place, Place::Body | Place::Content));
        if let Some(body) = body.filter(|_| matches!(f.method.as_str(), "GET" | "HEAD")) {
            let place = self.places.name(&Thing::Argument(f.name.clone(), body.name.clone()));
            let message = format!("`{}` is a {} request, which carries no body", f.name, f.method);
            let help = "move the argument to the query, or use another method";
            self.mistakes.add("S040", &place, message, Some(help.into()));
        }
        let fixed = |a: &&Argument| {
            let pairs = f.fixed_query().into_iter().flat_map(|query| query.split('&'));
            a.place == Place::Query && pairs.filter_map(|pair| pair.split_once('=')).any(|(name, _)| name == a.wire)
        };
        if let Some(argument) = f.arguments.iter().find(fixed) {
            let place = self.places.part(thing, ["fixed_query"]);
            let message = format!("`{}` is always sent, and an argument as well", argument.wire);
            self.mistakes.add("S040", &place, message, Some("leave one of the two out".into()));
        }
        let full = f.answers.iter().find(|a| a.content.is_some());
        if let Some(answer) = full.filter(|_| f.method == "HEAD") {
            let place = self.places.part(thing, ["answer", &answer.status_text()]);
            let message = format!("`{}` is a HEAD request, whose answer is empty", f.name);
            self.mistakes.add("S040", &place, message, Some("write \"none\"".into()));
        }
    }
}

/// A path in which only the places of arguments are told.
fn form(f: &Function) -> String {
    let piece = |s: &Segment| match s {
        Segment::Text(text) => text.clone(),
        Segment::Argument(_) => "{}".to_owned(),
    };
    f.path.iter().map(piece).collect()
}
