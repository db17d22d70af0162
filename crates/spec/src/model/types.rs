//! Types of what is sent and received.

use super::Null;

/// A type as it is written: `[Reading]`, `string?`, `{int}`, `int | string`.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `int`: 64 bits, signed.
    Int,
    /// `float`: 64 bits.
    Float,
    /// `bool`
    Bool,
    /// `string`
    String,
    /// `datetime`: RFC 3339.
    DateTime,
    /// `any`: whatever JSON can say.
    Any,
    /// `bytes`: what is no JSON; only as a whole answer, as a whole body, and as a field of a multipart body.
    Bytes,
    /// A struct, enum or alias of the spec.
    Named(String),
    /// `[T]`
    List(Box<Type>),
    /// `{T}`: an object with free keys.
    Map(Box<Type>),
    /// `T?`: may be null, and in an answer absent.
    Nullable(Box<Type>),
    /// `A | B`: in aliases only.
    OneOf(Vec<Type>),
}

/// A named type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDef {
    /// Its name, camel case with a capital.
    pub name: String,
    /// What it stands for.
    pub doc: String,
    /// Where the facts come from.
    pub why: Option<String>,
    /// What it is.
    pub kind: TypeKind,
    /// How the structs of an alias are told apart, where a field says it.
    pub tag: Option<Tag>,
}

/// The field that says which of several structs an object is. Objects with other words are kept as they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Tag {
    /// The name of the field on the wire; each of the structs has it.
    pub wire: String,
    /// The words of the field, each with the name of its struct.
    pub variants: Vec<(String, String)>,
}

impl Tag {
    /// The alias that the tag belongs to: each of the structs once.
    pub fn alias(&self) -> Type {
        let mut all: Vec<Type> = Vec::new();
        for (_, name) in &self.variants {
            let ty = Type::Named(name.clone());
            if !all.contains(&ty) {
                all.push(ty);
            }
        }
        Type::OneOf(all)
    }

    /// The name of the struct that an object is, by its tag.
    pub fn variant(&self, object: &serde_json::Value) -> Option<&str> {
        let word = object.get(&self.wire)?.as_str()?;
        self.variants.iter().find(|(known, _)| known == word).map(|(_, name)| name.as_str())
    }
}

/// What a named type is.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// `[struct.NAME]`
    Struct {
        /// Fields in the order of the spec.
        fields: Vec<Field>,
        /// Getters written by hand in the client crate.
        computed: Vec<Computed>,
    },
    /// `[enum.NAME]`: open; other words may arrive.
    Enum {
        /// The known words.
        values: Vec<EnumValue>,
        /// Whether requests may also use the position of a value, counted from 0.
        numbered: bool,
    },
    /// `[alias.NAME]`
    Alias(Type),
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name in every language, snake case.
    pub name: String,
    /// Its name on the wire.
    pub wire: String,
    /// Its type.
    pub ty: Type,
    /// When `null` is sent for it; never where the type has no `?`.
    pub null: Null,
    /// The unit of its value.
    pub unit: Option<String>,
    /// What it means.
    pub doc: String,
    /// Where the facts come from.
    pub why: Option<String>,
}

/// A getter that calls a hand-written function of the client crate.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    /// Its name.
    pub name: String,
    /// The hand-written type it returns, in the client crate's `computed` module.
    pub ty: String,
    /// What it says.
    pub doc: String,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue {
    /// The word on the wire.
    pub wire: String,
    /// Its name in every language, when the word does not give it.
    pub rename: Option<String>,
    /// What it means; may be empty.
    pub doc: String,
}

impl EnumValue {
    /// What its name in a language is made of.
    pub fn name(&self) -> &str {
        self.rename.as_deref().unwrap_or(&self.wire)
    }
}
