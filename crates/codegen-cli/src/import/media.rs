//! Media types of bodies and answers.

use uplink_spec::model::is_media_type;

use super::document::Node;

/// What a body or an answer holds if it is JSON; other forms of the same count as read.
pub fn json_media<'d>(content: Node<'d>) -> Option<Node<'d>> {
    let rank = |name: &str| {
        // Frameworks write the kinds that they read in one line.
        let name = name.split([';', ',']).next().unwrap_or_default().trim().to_ascii_lowercase();
        match name.as_str() {
            "application/json" => Some(0),
            "application/*" | "*/*" => Some(2),
            "text/json" => Some(3),
            "json" => Some(4),
            _ if name.ends_with("+json") => Some(1),
            _ => None,
        }
    };
    let best = content.keys().filter_map(|name| Some((rank(name)?, name))).min_by_key(|(rank, _)| *rank)?;
    content.keys().filter(|name| rank(name).is_some() && *name != best.1).for_each(|name| content.pass(&[name]));
    content.get(best.1)
}

/// The first media type that a key of `content` names; some name several, and some none.
pub fn first_of(key: &str) -> Option<&str> {
    if is_media_type(key) {
        return Some(key);
    }
    key.split(',').map(str::trim).find(|part| is_media_type(part))
}

/// Whether a media type is text.
pub fn is_text(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let known = ["application/xml", "application/yaml", "application/javascript", "application/jsonl"];
    essence.starts_with("text/")
        || essence.ends_with("+xml")
        || essence.ends_with("+yaml")
        || known.contains(&essence.as_str())
}

/// Whether nothing is lost when an answer of a media type is taken as bytes.
pub fn is_binary(media: &str) -> bool {
    let media = media.to_ascii_lowercase();
    ["application/octet-stream", "application/pdf", "application/zip", "image/", "audio/", "video/"]
        .iter()
        .any(|known| media.starts_with(known))
}
