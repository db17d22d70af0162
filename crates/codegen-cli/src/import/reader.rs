//! From a document to a model: the parts in their order, and what all of them need.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use uplink_spec::model::{Api, Function, Model, Type, TypeDef};

use super::document::Node;
use super::naming::{self, Taken};
use super::notes::{Notes, Weight};
use super::{api, auth, cycle, errors, files, function, inputs, login, schema, tags, weights};

/// Most references that are followed one after the other.
const MOST_HOPS: usize = 32;
/// Most schemas that are followed into each other.
const DEEPEST: usize = 100;
/// Most schemas, fields and arguments that are made of a small document, which could ask for billions; one that has more values
/// than this may ask for as many.
const MOST_WORK: usize = 200_000;

/// Reads a document and keeps what was made of it so far.
pub struct Reader<'d> {
    /// The document.
    pub root: Node<'d>,
    /// What there is to say about it.
    pub notes: &'d Notes,
    /// What was made of it so far.
    pub model: Model,
    /// Whether what refers to a schema may be null because the schema may be, by its position.
    pub null_carried: HashMap<usize, bool>,
    /// Schemas of which it is noted that their further fields are left out.
    pub closed: HashSet<usize>,
    /// Names of types that are given.
    pub names: Taken,
    /// Positions of the types in the model.
    pub positions: HashMap<String, usize>,
    /// Where each type stands.
    pub places: HashMap<String, Node<'d>>,
    /// Names of the types that stand in `components/schemas`, by the position of the schema.
    pub components: HashMap<usize, String>,
    /// Types of the other schemas that were read before; `None` for those that are being read.
    pub made: HashMap<usize, Option<Type>>,
    /// Names of types whose fields became arguments.
    pub spread: HashSet<String>,
    /// What each scheme of the document is called in the spec.
    pub schemes: HashMap<&'d str, String>,
    /// The ways of operations that do not say theirs, where the user said them.
    pub unsaid: Option<Vec<Vec<String>>>,
    /// Names of the scopes that are declared.
    pub scopes: HashSet<String>,
    /// Types and functions without a description.
    pub bare: usize,
    /// Properties that only the server writes, by the schema that they belong to.
    pub read_only: HashMap<usize, Vec<String>>,
    /// Properties that have to be sent and do not come back, by the schema that they belong to.
    pub write_only: HashMap<usize, Vec<String>>,
    /// The schemas that name another in `allOf`, by the position of the other, each with its key.
    pub completing: HashMap<usize, Vec<(&'d str, Node<'d>)>>,
    /// What discriminators say, by the schema that they belong to.
    pub tags: HashMap<usize, tags::Said<'d>>,
    /// Values of other files that references led to.
    pub entered: RefCell<Vec<Node<'d>>>,
    depth: usize,
    work: usize,
}

impl<'d> Reader<'d> {
    pub fn new(root: Node<'d>, notes: &'d Notes) -> Self {
        Reader {
            root,
            notes,
            model: empty(),
            null_carried: HashMap::new(),
            closed: HashSet::new(),
            names: Taken::types(),
            positions: HashMap::new(),
            places: HashMap::new(),
            components: HashMap::new(),
            made: HashMap::new(),
            spread: HashSet::new(),
            schemes: HashMap::new(),
            unsaid: None,
            scopes: HashSet::new(),
            bare: 0,
            read_only: HashMap::new(),
            write_only: HashMap::new(),
            completing: HashMap::new(),
            tags: HashMap::new(),
            entered: RefCell::default(),
            depth: 0,
            work: 0,
        }
    }

    /// The whole model.
    ///
    /// # Errors
    /// A sentence when the document is too big for a spec.
    pub fn model(mut self, auth: Option<&str>) -> Result<(Model, Vec<Node<'d>>), String> {
        auth::read(&mut self, auth)?;
        let prefix = api::read(&mut self);
        self.component_types();
        cycle::cut_aliases(&mut self);
        let mut functions = function::functions(&mut self, &prefix);
        let most = self.most_work();
        if self.work > most {
            return Err(format!("the document describes more than {most} things; take out what is not needed"));
        }
        cycle::cut_structs(&mut self);
        cycle::cut_choices(&mut self);
        tags::find(&mut self);
        inputs::part(&mut self, &mut functions);
        self.drop_unused(&functions);
        login::note_unused(&self, &functions);
        login::name_scopes(&mut self);
        self.order(&mut functions);
        if self.bare > 0 {
            let what = format!("{} functions and types have no description; their names stand in for it", self.bare);
            self.notes.add(Weight::Text, self.root, what);
        }
        self.model.functions = functions;
        self.model.errors = errors::read(&self);
        self.model.pace = api::pace(&self);
        Ok((self.model, self.entered.into_inner()))
    }

    /// Notes why a value is left out, and all in it with it.
    pub fn leave(&self, weight: Weight, node: Node<'d>, why: impl AsRef<str>) {
        self.notes.add(weight, node, why);
        node.pass_all();
    }

    fn most_work(&self) -> usize {
        MOST_WORK.max(self.root.document().len())
    }

    /// Counts a piece of work; `false` when there was too much of it.
    pub fn works(&mut self) -> bool {
        self.work += 1;
        self.work <= self.most_work()
    }

    /// Goes one schema deeper; `None` where that is too deep.
    pub fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= DEEPEST || !self.works() {
            return None;
        }
        self.depth += 1;
        let made = read(self);
        self.depth -= 1;
        Some(made)
    }

    /// What a value refers to with `$ref`, one step; `None` when it is no reference or leads nowhere, which is noted.
    pub fn target(&self, node: Node<'d>) -> Option<Node<'d>> {
        let text = node.text_of("$ref")?;
        let found = self.pointed(node, text);
        if found.is_none() {
            let what = if text.starts_with('#') { "leads nowhere" } else { "leads out of the document" };
            self.notes.add(
                weights::of_reference(node),
                node,
                format!("the reference `{}` {what}", naming::clip(text, 100)),
            );
        }
        found
    }

    pub fn pointed(&self, from: Node<'d>, reference: &str) -> Option<Node<'d>> {
        let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let document = from.document();
        let file = match file {
            "" => from.file(),
            file => {
                let path = files::path(&document.files()[from.file()], file);
                document.files().iter().position(|name| *name == path)?
            }
        };
        // Schemas that programs write have definitions of their own, which references in them still mean when they are put into
        // a document: those of the innermost schema.
        let found = at(document.file_root(file), pointer).or_else(|| {
            let is_own = schema::defines(pointer) && file == from.file();
            from.around().filter(|_| is_own).find_map(|outer| at(outer, pointer))
        });
        let node = found?;
        if file > 0 {
            self.entered.borrow_mut().push(node);
        }
        (node != self.root).then_some(node)
    }

    /// The value itself, or what its references lead to.
    pub fn resolved(&self, node: Node<'d>) -> Option<Node<'d>> {
        let mut node = node;
        for _ in 0..MOST_HOPS {
            if !node.has("$ref") {
                return Some(node);
            }
            node = self.target(node)?;
        }
        self.notes.add(Weight::Type, node, "the references go on without an end");
        None
    }

    /// The value of a key, or what its references lead to: documents in several files have them at any place.
    pub fn part(&self, node: Node<'d>, key: &str) -> Option<Node<'d>> {
        self.resolved(node.get(key)?)
    }

    /// The description of a type or a function, or its name in words.
    pub fn doc(&mut self, node: Node<'d>, name: &str) -> String {
        match node.text_of("description") {
            Some(text) => text.to_owned(),
            None => {
                self.bare += 1;
                naming::sentence(name)
            }
        }
    }

    /// Types that no function leads to are left out.
    fn drop_unused(&mut self, functions: &[Function]) {
        let used = cycle::reachable(functions, &self.model.types);
        let (kept, dropped) = std::mem::take(&mut self.model.types).into_iter().partition(|t| used.contains(&t.name));
        self.model.types = kept;
        let dropped: Vec<TypeDef> = dropped;
        for def in dropped.iter().filter(|def| !self.spread.contains(&def.name)) {
            let node = self.places.get(&def.name).copied().unwrap_or(self.root);
            self.notes.add(Weight::Text, node, format!("no function uses the type `{}`; it is left out", def.name));
        }
    }

    /// `components/schemas`
    pub fn schemas(&self) -> impl Iterator<Item = (&'d str, Node<'d>)> + use<'d> {
        let components = self.part(self.root, "components");
        let schemas = components.and_then(|components| self.part(components, "schemas"));
        schemas.into_iter().flat_map(Node::entries)
    }

    /// Puts functions into the order that the document asks for.
    fn order(&self, functions: &mut [Function]) {
        let order: HashMap<&str, usize> = self.root.texts("x-order").into_iter().zip(0..).collect();
        functions.sort_by_key(|f| order.get(f.name.as_str()).copied().unwrap_or(usize::MAX));
    }
}

/// What a JSON Pointer leads to from here.
fn at<'d>(mut node: Node<'d>, pointer: &str) -> Option<Node<'d>> {
    for step in pointer.split('/').skip(1) {
        let step = percent(step).replace("~1", "/").replace("~0", "~");
        node = match node.get(&step) {
            Some(inner) => inner,
            None => node.items().nth(step.parse().ok()?)?,
        };
    }
    Some(node)
}

/// Undoes `%20` and the like.
pub fn percent(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        bytes.extend(&rest.as_bytes()[..at]);
        let code = rest.get(at + 1..at + 3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(code.unwrap_or(b'%'));
        rest = &rest[at + if code.is_some() { 3 } else { 1 }..];
    }
    bytes.extend(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

fn empty() -> Model {
    let text = String::new;
    Model {
        api: Api { name: text(), version: text(), base_url: text(), insecure_http: false, doc: text(), why: None },
        oauth: None,
        auth: Vec::new(),
        scopes: Vec::new(),
        pace: None,
        errors: None,
        functions: Vec::new(),
        types: Vec::new(),
        catalogue: None,
    }
}
