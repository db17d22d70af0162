use jiff::Timestamp;

use super::*;
use crate::upstream::Level;

fn machine() -> Machine {
    Machine {
        id: "a".into(),
        system: "a".into(),
        name: "Home".into(),
        product: "F1255".into(),
        serial: "1".into(),
        firmware: String::new(),
        country: String::new(),
        level: Level::Admin,
        connected: true,
        alarm: false,
    }
}

fn point(title: &str, words: [&str; 2], code: f64) -> Point {
    let words: Vec<(f64, String)> = (0..).zip(words).map(|(n, word)| (f64::from(n), word.to_owned())).collect();
    let word = words.iter().find(|(number, _)| *number == code).map(|(_, word)| word.clone());
    Point {
        id: "47387".into(),
        title: title.into(),
        unit: String::new(),
        value: word.map_or(Value::Number(code), Value::Text),
        code: Some(code),
        factor: 1,
        words,
        limits: [None; 2],
        writable: true,
        part: 0,
        time: Timestamp::UNIX_EPOCH,
    }
}

#[test]
fn a_row_has_the_title_and_the_word_of_another_language_and_the_value_of_now() {
    let machine = machine();
    let view = |titles: Point| {
        let now = point("Hot water production", ["off", "on"], 1.0);
        let row = View::new(&machine, None, Arc::new(vec![now])).titled_by(Arc::new(vec![titles])).row(0, 47_387);
        let row = row.expect("a row");
        (row["title"].clone(), row["displayValue"].clone(), row["rawValue"].clone())
    };
    // What was read in Swedish is older: then it was off.
    let swedish = point("Varmvattenproduktion", ["från", "till"], 0.0);
    assert_eq!(view(swedish.clone()), ("Varmvattenproduktion".into(), "till".into(), 1.into()));
    // Another unit of the machine has another title.
    assert_eq!(view(Point { part: 1, ..swedish }).1, "on");
    // A word or a title that is not there in Swedish stays.
    let gaps = Point { words: Vec::new(), ..point("Hot water production", ["", ""], 0.0) };
    assert_eq!(view(gaps), ("Hot water production".into(), "on".into(), 1.into()));
}
