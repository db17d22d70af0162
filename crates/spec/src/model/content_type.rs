//! Media types of request bodies.

/// The media type of the body of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContentType {
    /// `application/json`, `text/json`, or a type that ends in `+json`.
    Json(String),
    /// `application/x-www-form-urlencoded`: a name and a text for each field.
    Form,
    /// `multipart/form-data`: a part for each field, files among them.
    Multipart,
    /// Any other: the body is one argument, text or bytes, as it is.
    Raw(String),
}

/// The media type of a form.
pub const FORM: &str = "application/x-www-form-urlencoded";
/// The media type of a form with files.
pub const MULTIPART: &str = "multipart/form-data";

/// Whether a text is a media type or a range of them as HTTP writes it, with or without parameters.
pub fn is_media_type(text: &str) -> bool {
    let essence = text.split(';').next().unwrap_or_default().trim();
    let token = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
    };
    let printable = text.bytes().all(|b| b == b' ' || b.is_ascii_graphic());
    printable && essence.split_once('/').is_some_and(|(kind, subtype)| token(kind) && token(subtype))
}

impl Default for ContentType {
    fn default() -> Self {
        ContentType::Json("application/json".into())
    }
}

impl ContentType {
    /// What a media type stands for.
    pub fn of(media_type: &str) -> Self {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            FORM => ContentType::Form,
            MULTIPART => ContentType::Multipart,
            json if ["application/json", "text/json"].contains(&json) || json.ends_with("+json") => {
                ContentType::Json(media_type.to_owned())
            }
            _ => ContentType::Raw(media_type.to_owned()),
        }
    }

    /// The media type.
    pub fn media_type(&self) -> &str {
        match self {
            ContentType::Form => FORM,
            ContentType::Multipart => MULTIPART,
            ContentType::Json(media_type) | ContentType::Raw(media_type) => media_type,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_http_takes_for_a_media_type() {
        for right in ["text/plain", "application/vnd.api+json; charset=\"utf-8\"", "image/*", "*/*"] {
            assert!(is_media_type(right), "{right}");
        }
        for wrong in
            ["", "gzip", "/", "text/", "text/plain, text/html", "text/a/b", "text /plain", "text/plain;\n", "téxt/x"]
        {
            assert!(!is_media_type(wrong), "{wrong}");
        }
    }

    #[test]
    fn media_types() {
        for (text, kind) in [
            ("application/json", ContentType::Json("application/json".into())),
            ("application/json; charset=utf-8", ContentType::Json("application/json; charset=utf-8".into())),
            ("application/merge-patch+json", ContentType::Json("application/merge-patch+json".into())),
            ("application/x-www-form-urlencoded", ContentType::Form),
            ("Multipart/Form-Data", ContentType::Multipart),
            ("text/plain", ContentType::Raw("text/plain".into())),
        ] {
            assert_eq!(ContentType::of(text), kind, "{text}");
        }
    }
}
