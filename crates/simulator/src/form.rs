//! Bodies that are no JSON, taken apart.

use bytes::Bytes;
use futures_util::{FutureExt, stream};
use hyper::HeaderMap;
use hyper::header::CONTENT_TYPE;

use crate::base64;

/// A part of a form: a text, or a file.
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) content: Vec<u8>,
}

impl Part {
    /// The part as text; bytes that are none are Base64.
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.content.clone()).unwrap_or_else(|_| self.base64())
    }

    /// The part as Base64 text, as JSON has files.
    pub(crate) fn base64(&self) -> String {
        base64::encode(&self.content)
    }
}

/// The media type of a body, without its parameters and in lower case.
pub(crate) fn media_type(headers: &HeaderMap) -> String {
    let said = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The parts of `multipart/form-data`. `Err` says what is wrong.
pub(crate) fn parts(headers: &HeaderMap, body: &[u8]) -> Result<Vec<Part>, String> {
    let said = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let boundary = multer::parse_boundary(said).map_err(|_| "The body is not multipart/form-data.".to_owned())?;
    let body = stream::iter([Ok::<_, std::convert::Infallible>(Bytes::copy_from_slice(body))]);
    let mut form = multer::Multipart::new(body, boundary);
    let read = async {
        let mut parts = Vec::new();
        while let Some(field) = form.next_field().await? {
            let name = field.name().unwrap_or_default().to_owned();
            parts.push(Part { name, content: field.bytes().await?.to_vec() });
        }
        Ok(parts)
    };
    // The whole body is there, so that nothing waits.
    let read = read.now_or_never().unwrap_or(Err(multer::Error::IncompleteStream));
    read.map_err(|error| format!("The body is not multipart/form-data: {error}."))
}
