//! Answers on their way to the client.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use serde_json::Value;

pub(crate) const JSON: &str = "application/json; charset=utf-8";

/// An answer: status, headers, body.
#[derive(Clone, Debug)]
pub(crate) struct Payload {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
    /// Whether the body ends in the middle although its whole length was announced.
    pub(crate) cut: bool,
}

impl Payload {
    pub(crate) fn empty(status: u16) -> Self {
        Payload { status, headers: Vec::new(), body: Bytes::new(), cut: false }
    }

    pub(crate) fn text(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Payload { body: body.into(), ..Payload::empty(status) }.header("content-type", content_type)
    }

    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Payload::text(status, JSON, body.to_string())
    }

    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Replaces the body.
    pub(crate) fn with_body(mut self, content_type: &str, body: impl Into<Bytes>) -> Self {
        self.headers.retain(|(name, _)| name != CONTENT_TYPE.as_str());
        self.body = body.into();
        self.header("content-type", content_type)
    }

    pub(crate) fn into_response(self) -> Response<Stream> {
        let whole = self.body.len();
        let body = if self.cut { self.body.slice(..whole / 2) } else { self.body };
        let mut response = Response::new(Stream { data: Some(body), cut: self.cut, paused: false });
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in self.headers {
            // A value that is no header (a line break, say) is left out rather than sent wrong.
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                response.headers_mut().append(name, value);
            }
        }
        if self.cut {
            response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(whole));
        }
        response
    }
}

/// A body for hyper, which can end too early.
pub(crate) struct Stream {
    data: Option<Bytes>,
    cut: bool,
    paused: bool,
}

impl Body for Stream {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.data.take() {
            Some(data) if !data.is_empty() => Poll::Ready(Some(Ok(Frame::data(data)))),
            // hyper drops what it has not flushed when a body ends early; a pause makes it flush first.
            _ if self.cut && !self.paused => {
                self.paused = true;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            _ => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        !self.cut && self.data.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        if self.cut {
            return SizeHint::default();
        }
        SizeHint::with_exact(self.data.as_ref().map_or(0, Bytes::len) as u64)
    }
}
