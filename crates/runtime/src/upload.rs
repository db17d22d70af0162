//! Bodies with files: read while they are sent, piece by piece, away from the threads that drive connections.

use std::io::{self, Read};

use futures_util::stream;
use reqwest::multipart::Part;

use crate::file::{Content, File};

/// Bytes that are read at once.
const PIECE: usize = 64 * 1024;

/// A file as a body, with its size if that is known.
pub(crate) fn body(file: &File) -> io::Result<(reqwest::Body, Option<u64>)> {
    match &file.content {
        Content::Bytes(bytes) => Ok((bytes.clone().into(), Some(bytes.len() as u64))),
        Content::Source(source) => {
            let (reader, size) = source.open()?;
            Ok((reqwest::Body::wrap_stream(stream::try_unfold(reader, piece)), size))
        }
    }
}

async fn piece(mut reader: Box<dyn Read + Send>) -> io::Result<Option<(Vec<u8>, Box<dyn Read + Send>)>> {
    let read = move || {
        let mut piece = vec![0; PIECE];
        let mut length = 0;
        while length < PIECE {
            match reader.read(&mut piece[length..]) {
                Ok(0) => break,
                Ok(more) => length += more,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        piece.truncate(length);
        Ok((length > 0).then_some((piece, reader)))
    };
    tokio::task::spawn_blocking(read).await.map_err(io::Error::other)?
}

/// A file as a part of a form. Without a name of its own it gets that of the field: servers take a part without one for text.
pub(crate) fn part(field: &str, file: &File) -> Result<Part, String> {
    let name = file.name.as_deref().unwrap_or(field);
    if name.chars().any(char::is_control) {
        return Err("has a name with control characters".to_owned());
    }
    let media_type = match &file.media_type {
        Some(media_type) => media_type.clone(),
        None => mime_guess::from_path(name).first_or_octet_stream().to_string(),
    };
    let (body, size) = body(file).map_err(|e| format!("cannot be read: {e}"))?;
    let part = match size {
        Some(size) => Part::stream_with_length(body, size),
        None => Part::stream(body),
    };
    let part = part.file_name(name.to_owned()).mime_str(&media_type);
    part.map_err(|_| format!("has the media type {media_type:?}, which is none"))
}

/// The name of a field as a part has it: what would end it is written as browsers do.
pub(crate) fn field_name(wire: &str) -> String {
    wire.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
