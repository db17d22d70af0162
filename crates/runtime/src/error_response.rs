//! The answer behind an error.

use std::fmt;

use reqwest::header::HeaderMap;

use crate::transport::Response;

/// The answer that an error was read from, as it came: for what the error itself does not say.
#[derive(Clone)]
#[non_exhaustive]
pub struct ErrorResponse {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl From<&Response> for ErrorResponse {
    fn from(answer: &Response) -> Self {
        ErrorResponse { status: answer.status, headers: answer.headers.clone(), body: answer.body.clone() }
    }
}

/// Without headers and body, which may tell more than a log should hold.
impl fmt::Debug for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ErrorResponse({}, {} headers, {} bytes)", self.status, self.headers.len(), self.body.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_neither_headers_nor_body() {
        let headers = HeaderMap::from_iter([(reqwest::header::SET_COOKIE, "CANARY".parse().expect("a header"))]);
        let answer = Response { status: 400, headers, body: b"CANARY".to_vec() };
        let text = format!("{:?}", ErrorResponse::from(&answer));
        assert_eq!(text, "ErrorResponse(400, 1 headers, 6 bytes)");
    }
}
