//! The fields of forms and queries.

/// Names with their values, decoded.
pub(super) type Fields = Vec<(String, String)>;

pub(super) fn form(body: &[u8]) -> Fields {
    url::form_urlencoded::parse(body).into_owned().collect()
}

/// The value of a field; an empty one counts as missing.
pub(super) fn get<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.iter().find(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v.as_str())
}

/// Whether a name is there twice, which RFC 6749 section 3.1 forbids.
pub(super) fn repeated(fields: &Fields) -> bool {
    fields.iter().enumerate().any(|(i, (name, _))| fields[..i].iter().any(|(earlier, _)| earlier == name))
}
