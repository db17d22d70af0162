//! Tells the items of an answer apart by what was asked for.

use std::collections::HashMap;

use bytes::Bytes;
use serde_json::value::RawValue;

use crate::request::text_of;

/// The items of an answer for each of `texts`, as they came. `fields` are those of an item that may hold what was asked
/// for. `None` when something came that is for none of `asked`, while one of `texts` got nothing: then it cannot be told
/// whose it is. An answer that is no list of objects is nobody's either.
pub(crate) fn split(
    body: &[u8],
    fields: &[&str],
    asked: &[String],
    texts: &[String],
) -> Option<HashMap<String, Vec<String>>> {
    let items: Vec<&RawValue> = serde_json::from_slice(body).ok()?;
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    let mut strange = false;
    for item in items {
        let members: HashMap<String, &RawValue> = serde_json::from_str(item.get()).ok()?;
        let names: Vec<String> = fields
            .iter()
            .filter_map(|field| serde_json::from_str(members.get(*field)?.get()).ok())
            .map(|value| text_of(&value).into_owned())
            .collect();
        strange |= !asked.iter().any(|text| names.contains(text));
        for text in texts.iter().filter(|text| names.contains(text)) {
            found.entry(text.clone()).or_default().push(item.get().to_owned());
        }
    }
    let missing = texts.iter().any(|text| !found.contains_key(text));
    (!(strange && missing)).then_some(found)
}

/// Items as a list.
pub(crate) fn list<'i>(items: impl Iterator<Item = &'i String>) -> Bytes {
    let items: Vec<&str> = items.map(String::as_str).collect();
    format!("[{}]", items.join(",")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = r#"[{"id":1,"name":"1","v":1.50},{"id":2,"name":"two","v":2},{"id":1,"name":null,"v":3}]"#;

    fn texts(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn of(body: &str, asked: &[&str], mine: &[&str]) -> Option<HashMap<String, Vec<String>>> {
        split(body.as_bytes(), &["id", "name"], &texts(asked), &texts(mine))
    }

    #[test]
    fn each_gets_its_own_as_it_came() {
        let found = of(BODY, &["1", "two", "9"], &["1", "9"]).expect("it can be told");
        assert_eq!(found["1"], [r#"{"id":1,"name":"1","v":1.50}"#, r#"{"id":1,"name":null,"v":3}"#]);
        assert!(!found.contains_key("9"));
        assert_eq!(of(BODY, &["1", "two"], &["two"]).expect("it can be told")["two"].len(), 1);
        assert_eq!(&list(found["1"].iter())[..9], br#"[{"id":1,"#);
    }

    #[test]
    fn what_cannot_be_told_apart_is_nobodys() {
        assert!(of(BODY, &["1", "other"], &["other"]).is_none());
        // Who got theirs need not care.
        assert!(of(BODY, &["1", "other"], &["1"]).is_some());
        for odd in ["{}", "[1]", "[", "null", "[[]]"] {
            assert!(of(odd, &["1"], &["1"]).is_none(), "{odd}");
        }
    }
}
