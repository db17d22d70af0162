// Generated from kettle.toml (e530b3b58cc2b025); do not edit.
// To change it, edit the spec and generate it again.

/// Reads an answer into the type that calls of this function give.
pub fn read(
    function: &str,
    answer: &uplink_runtime::Answer,
) -> Result<(), uplink_runtime::Error> {
    match function {
        "kettles" => answer.typed::<Vec<types::Kettle>>().map(drop),
        "levels" => answer.typed::<Vec<types::Level>>().map(drop),
        "boil" => answer.typed::<Option<types::Kettle>>().map(drop),
        "replace_settings" => answer.typed::<()>().map(drop),
        "order" => answer.typed::<String>().map(drop),
        "places" => answer.typed::<Vec<String>>().map(drop),
        "photo" => answer.typed::<()>().map(drop),
        "stamp" => answer.typed::<()>().map(drop),
        "search" => answer.typed::<()>().map(drop),
        "type" => answer.typed::<uplink_runtime::Bytes>().map(drop),
        "manual" => answer.typed::<Option<String>>().map(drop),
        "warranty" => answer.typed::<String>().map(drop),
        "fittings" => answer.typed::<Vec<types::Fitting>>().map(drop),
        "fit" => answer.typed::<types::Fitted>().map(drop),
        "label" => answer.typed::<types::Label>().map(drop),
        _ => panic!("there is no function {function}"),
    }
}
