//! The limits that the model sets to arguments.

use serde_json::Value;
use uplink_spec::model::{Argument, Model, Role};

use crate::refusal::Refusal;

/// Checks a value against the limits of its argument.
pub(crate) fn check(model: &Model, argument: &Argument, value: &Value) -> Result<(), Refusal> {
    let count = match value {
        Value::Array(items) => {
            items.iter().try_for_each(|item| check_number(model, argument, item))?;
            Some(items.len())
        }
        Value::Object(map) => Some(map.len()),
        _ => None,
    };
    check_number(model, argument, value)?;
    if let (Some(count), Some(most)) = (count, argument.max_items)
        && count > most
    {
        let detail = format!("{} holds {count} items, at most {most} are allowed.", argument.wire);
        return Err(Refusal::new(model, 400, Some(Role::TooMany), detail));
    }
    if let (Some(count), Some(fewest)) = (count, argument.min_items)
        && count < fewest
    {
        let detail = format!("{} holds {count} items, at least {fewest} are needed.", argument.wire);
        return Err(Refusal::format(model, detail));
    }
    Ok(())
}

fn check_number(model: &Model, argument: &Argument, value: &Value) -> Result<(), Refusal> {
    let Some(number) = value.as_f64() else {
        return Ok(());
    };
    let low = argument.min.is_some_and(|min| number < min as f64);
    let high = argument.max.is_some_and(|max| number > max as f64);
    if low || high {
        let detail = format!("{} is out of range: {value}.", argument.wire);
        return Err(Refusal::new(model, 400, Some(Role::Range), detail));
    }
    Ok(())
}
