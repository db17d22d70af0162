use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::*;

fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Error> {
    let mut reader = Reader::new(text);
    let value = T::deserialize(&mut reader)?;
    reader.end().map(|()| value)
}

/// What both readers make of a text is the same, down to how a number is kept, and whether it is JSON at all.
fn alike(text: &str) {
    let (ours, theirs) = (read::<Value>(text), serde_json::from_str::<Value>(text));
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => assert_eq!(ours.to_string(), theirs.to_string(), "{text:?}"),
        (Err(_), Err(_)) => {}
        (ours, theirs) => panic!("{text:?}: {ours:?} is not {theirs:?}"),
    }
}

const TEXTS: &[&str] = &[
    r#" [ {"a" : 1 , "long name of a field":"text of more than eight bytes", "b":[]} ,{}, [ ] ] "#,
    r#"{"a":0,"b":-1,"c":-0,"d":00,"e":1.5,"f":1e3,"g":-2E-2}"#,
    "[0,-0,-1,1.5,0.1,-2E-2,1e3,123456789012345678,1234567890123456789,18446744073709551615,18446744073709551616]",
    "[-9223372036854775808,-9223372036854775809,99999999999999999999999999,1e308]",
    r#"["","\"","\\","\n\u00e9\ud83d\ude00 and more","é","°C after eight bytes °C","\/"]"#,
    r#"{"\u0061":true,"a\"b":false,"\\":null}"#,
    r#"{"a":{"b":{"c":[[[[{"d":[1,2,{"e":"f"}]}]]]]}}}"#,
    "null",
    "true",
    "false",
    "17",
    r#""text""#,
    "",
    " ",
    "[01]",
    "[-]",
    "[1-2]",
    "[.5]",
    "[1.]",
    "[+1]",
    "[1e999]",
    "[1,]",
    "[,1]",
    "[1 2]",
    r#"{"a":1,}"#,
    r#"{,"a":1}"#,
    r#"{"a" 1}"#,
    r#"{"a"}"#,
    "{1:2}",
    "nul",
    "nullx",
    "tru",
    "[1}",
    "{]",
    "1 2",
    "\"a\u{1}b\"",
    "\"a line of its own\n\"",
    r#""\ud83d""#,
    r#""\x""#,
    r#""\é""#,
    r#""ends in \"#,
    r#""\""#,
    r#"["no end"#,
];

#[test]
fn both_readers_take_the_same_for_the_same() {
    TEXTS.iter().for_each(|text| alike(text));
}

#[test]
fn one_changed_byte_is_judged_as_serde_json_does() {
    for text in TEXTS {
        for at in (0..text.len()).filter(|at| text.is_char_boundary(*at) && text.is_char_boundary(at + 1)) {
            for byte in ["", "\"", "\\", "{", "]", ",", ":", "0", "-", ".", "e", "n", " ", "\t", "\u{1f}", "é", "u"] {
                alike(&[&text[..at], byte, &text[at + 1..]].concat());
            }
            alike(&text[..at]);
        }
    }
}

#[test]
fn texts_end_where_they_end_wherever_they_stand_in_eight_bytes() {
    for length in 0..40 {
        for end in ["\"", "\\n\"", "\u{7}\"", "é\"", "\u{7f}!\""] {
            for after in ["", "       ", "        "] {
                alike(&format!("\"{}{end}{after}", "x".repeat(length)));
            }
        }
    }
}

#[test]
fn what_stands_too_deep_is_refused() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        for depth in [100, 127, 128, 129, 100_000] {
            let inner = if open == "[" { "" } else { "1" };
            let text = [&*open.repeat(depth), inner, &*close.repeat(depth)].concat();
            assert_eq!(read::<Value>(&text).is_ok(), depth < 128, "{depth} {open}");
            assert_eq!(serde_json::from_str::<Value>(&text).is_ok(), depth < 128, "{depth} {open}");
        }
    }
}

#[test]
fn types_are_read_as_serde_json_reads_them() {
    #[derive(Debug, PartialEq, Deserialize)]
    enum Kind {
        Plain,
        Of(i64),
        With { a: u8 },
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Newtype(f64);
    #[derive(Debug, PartialEq, Deserialize)]
    struct All<'a> {
        text: &'a str,
        owned: Option<String>,
        numbers: BTreeMap<u32, Newtype>,
        kinds: BTreeMap<String, Kind>,
        byte: u8,
        pair: (i32, char),
        nothing: Option<()>,
    }
    let text = r#"{"text":"t","owned":"\n","numbers":{"7":1,"8":2.5},"kinds":{"a":"Plain","b":{"Of":-3},"c":{"With":{"a":1}}},
        "unknown":[{"a":[1,2]},null],"byte":255,"pair":[1,"c"],"nothing":null}"#;
    let ours: All = read(text).expect("as declared");
    assert_eq!(ours, serde_json::from_str(text).expect("as declared"));
    for wrong in ["\"pair\":[1]", "\"pair\":[1,\"c\",2]", "\"byte\":256", "\"byte\":-1", "\"numbers\":{\"x\":1}"] {
        let (name, _) = wrong.split_once(':').expect("a field");
        let from = text.find(name).expect("it is there");
        let value =
            text[from..].find("],").or_else(|| text[from..].find("},")).map_or(text.len(), |end| from + end + 1);
        let value = if name == "\"byte\"" { from + "\"byte\":255".len() } else { value };
        let text = [&text[..from], wrong, &text[value..]].concat();
        assert!(read::<Value>(&text).is_ok(), "{text}");
        assert!(read::<All>(&text).is_err() && serde_json::from_str::<All>(&text).is_err(), "{text}");
    }
    assert_eq!(read::<Value>("[1]").expect("a list"), json!([1]));
}
