//! The checked model of an API: names resolved, every default explicit.
//!
//! Whoever holds a [`Model`] may rely on it: every type that is named exists, every scope is declared, every path
//! placeholder has its argument. Emitters and the local service read it and decide nothing about validity.

mod api;
mod argument;
mod auth;
mod catalogue;
mod content_type;
mod errors;
mod function;
pub mod nested;
mod oauth;
mod page;
mod types;

pub use api::{Api, Pace};
pub use argument::{Argument, Null, Place, Style};
pub use auth::{AuthKind, AuthScheme, KeyPlace, NONE, TOKEN};
pub use catalogue::{Catalogue, CatalogueEntry};
pub use content_type::{ContentType, FORM, MULTIPART, is_media_type};
pub use errors::{ErrorCode, ErrorWord, Errors, Refusal, Role};
pub use function::{Answer, Example, Function, Grouped, Mark, Retry, SUCCESSFUL, Segment};
pub use oauth::{ClientAuth, Grant, OAuth, Scope};
pub use page::{NextPage, Page, PageBy};
pub use types::{Computed, EnumValue, Field, Tag, Type, TypeDef, TypeKind};

/// A whole API.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Name, version, base URL.
    pub api: Api,
    /// How users grant access; `None` for an API without OAuth.
    pub oauth: Option<OAuth>,
    /// Keys and passwords that calls may carry in place of a token, in the order of the spec.
    pub auth: Vec<AuthScheme>,
    /// Scopes in the order of the spec.
    pub scopes: Vec<Scope>,
    /// How often the API may be asked; `None` when it sets no limit.
    pub pace: Option<Pace>,
    /// How the API reports errors; `None` when it only uses HTTP statuses.
    pub errors: Option<Errors>,
    /// Functions in the order of the spec.
    pub functions: Vec<Function>,
    /// Types: structs, then enums, then aliases, each in the order of the spec.
    pub types: Vec<TypeDef>,
    /// The table of values that the machines know, if the API has one.
    pub catalogue: Option<Catalogue>,
}

impl Null {
    /// What most of those in a model say that may be left out of a body.
    pub fn usual(model: &Model) -> Null {
        let arguments = model.functions.iter().flat_map(|f| &f.arguments);
        let open =
            |a: &&Argument| a.place == Place::Body && !a.required && (a.default.is_none() || a.null != Null::Never);
        let fields = model.types.iter().flat_map(|t| match &t.kind {
            TypeKind::Struct { fields, .. } => fields.as_slice(),
            _ => &[],
        });
        let fields = fields.filter(|f| matches!(f.ty, Type::Nullable(_)));
        let said: Vec<Null> = arguments.filter(open).map(|a| a.null).chain(fields.map(|f| f.null)).collect();
        let count = |null: Null| said.iter().filter(|n| **n == null).count();
        // Of two with as many the first.
        [Null::Never, Null::Given, Null::Unset].into_iter().rev().max_by_key(|n| count(*n)).unwrap_or_default()
    }
}

impl Model {
    /// The function of this name.
    pub fn function(&self, name: &str) -> Option<&Function> {
        self.functions.iter().find(|f| f.name == name)
    }

    /// The scheme of this name.
    pub fn auth_scheme(&self, name: &str) -> Option<&AuthScheme> {
        self.auth.iter().find(|s| s.name == name)
    }

    /// The type of this name.
    pub fn type_def(&self, name: &str) -> Option<&TypeDef> {
        self.types.iter().find(|t| t.name == name)
    }

    /// What tells a function from others of the same method and path: the arguments of its query and its headers that have to
    /// be given, in a fixed order.
    pub fn marks(&self, function: &Function) -> Vec<Mark> {
        let given = |a: &&Argument| a.required && matches!(a.place, Place::Query | Place::Header);
        let mark = |a: &Argument| {
            let in_header = a.place == Place::Header;
            let wire = if in_header { a.wire.to_ascii_lowercase() } else { a.wire.clone() };
            Mark { in_header, wire, word: self.only_word(&a.ty).map(str::to_owned) }
        };
        let mut marks: Vec<Mark> = function.arguments.iter().filter(given).map(mark).collect();
        marks.sort_unstable();
        marks
    }

    /// The word that a value of a type always is.
    fn only_word(&self, ty: &Type) -> Option<&str> {
        let Type::Named(name) = ty else { return None };
        match &self.type_def(name)?.kind {
            TypeKind::Enum { values, .. } if values.len() == 1 => Some(&values[0].wire),
            TypeKind::Alias(inner) => self.only_word(inner),
            _ => None,
        }
    }

    /// The fields of an item, when a function answers with a list of structs.
    pub fn item_fields(&self, function: &Function) -> Option<&[Field]> {
        let mut ty = function.content()?;
        let mut in_list = false;
        loop {
            ty = match ty {
                Type::Nullable(inner) => inner,
                Type::List(item) if !in_list => {
                    in_list = true;
                    item
                }
                Type::Named(name) => match &self.type_def(name)?.kind {
                    TypeKind::Alias(inner) => inner,
                    TypeKind::Struct { fields, .. } if in_list => return Some(fields),
                    _ => return None,
                },
                _ => return None,
            };
        }
    }
}
