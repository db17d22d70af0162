//! Looking for secrets where none may be.

use base64::prelude::*;

/// The forms of `secret` that stand in `text`.
pub(crate) fn found(text: &str, secret: &str) -> Vec<String> {
    let bytes = secret.as_bytes();
    let list = bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
    let forms = [
        secret.to_owned(),
        url::form_urlencoded::byte_serialize(bytes).collect(),
        // Shifted by what may stand before it; the ends depend on the neighbours.
        BASE64_STANDARD.encode(bytes).trim_end_matches('=').to_owned(),
        BASE64_STANDARD.encode([b"x", bytes].concat())[4..].trim_end_matches('=').to_owned(),
        BASE64_STANDARD.encode([b"xx", bytes].concat())[4..].trim_end_matches('=').to_owned(),
        list.replace(' ', ""),
        list,
    ];
    forms.into_iter().filter(|form| text.contains(form.get(..form.len().saturating_sub(2)).unwrap_or(form))).collect()
}

#[test]
fn a_secret_is_found_in_every_form() {
    let secret = "CANARY+1/x";
    for text in ["a CANARY+1/x b", "a=CANARY%2B1%2Fx", "[67, 65, 78, 65, 82, 89, 43, 49, 47, 120]"] {
        assert!(!found(text, secret).is_empty(), "{text}");
    }
    for before in ["", "x", "xx", "client:"] {
        let text = BASE64_STANDARD.encode(format!("{before}{secret}"));
        assert!(!found(&text, secret).is_empty(), "{text}");
    }
    assert!(found("nothing of it", secret).is_empty());
}
