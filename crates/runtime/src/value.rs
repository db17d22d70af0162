//! What a measured value or a setting says, whatever form it was sent in.

use std::fmt;

use serde::Serialize;

/// What a value says. Serialized, it is the bare number or text, or null.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Value {
    /// A number with a fraction, in the unit that goes with it.
    Number(f64),
    /// A whole number, in the unit that goes with it.
    Int(i64),
    /// A text, or the word for a number.
    Text(String),
    /// Nothing: the sensor is absent.
    Absent,
}

impl Value {
    /// The number, if it is one.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Value::Number(number) => Some(*number),
            #[allow(clippy::cast_precision_loss, reason = "measured values are far below 2^53")]
            Value::Int(number) => Some(*number as f64),
            _ => None,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Number(number) => write!(f, "{number}"),
            Value::Int(number) => write!(f, "{number}"),
            Value::Text(text) => f.write_str(text),
            Value::Absent => f.write_str("absent"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_a_bare_number_or_text_or_nothing() {
        let all = [Value::Number(21.5), Value::Int(3), Value::Text("3".into()), Value::Absent];
        assert_eq!(serde_json::to_string(&all).expect("JSON"), r#"[21.5,3,"3",null]"#);
        assert_eq!(all.each_ref().map(Value::as_f64), [Some(21.5), Some(3.0), None, None]);
        assert_eq!(all.map(|value| value.to_string()), ["21.5", "3", "3", "absent"]);
    }
}
