//! Answers on their way to the client.

use std::borrow::Cow;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, InvalidHeaderValue};
use hyper::{Response, StatusCode};
use serde_json::Value;
use tokio::time::{Sleep, sleep};

/// Most names and values of headers are known.
type Text = Cow<'static, str>;

pub(crate) const JSON: &str = "application/json; charset=utf-8";

/// An answer: status, headers, body.
#[derive(Clone, Debug)]
pub(crate) struct Payload {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(Text, Text)>,
    pub(crate) body: Bytes,
    pub(crate) ending: Ending,
}

/// How a body comes to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Ending {
    /// At once and whole.
    #[default]
    Whole,
    /// In the middle, although its whole length was announced.
    Cut,
    /// Byte by byte, with a pause before each.
    Drip(Duration),
    /// Never: blanks without end.
    Never,
}

impl Payload {
    pub(crate) fn empty(status: u16) -> Self {
        Payload { status, headers: Vec::new(), body: Bytes::new(), ending: Ending::Whole }
    }

    pub(crate) fn text(status: u16, content_type: impl Into<Text>, body: impl Into<Bytes>) -> Self {
        Payload { body: body.into(), ..Payload::empty(status) }.header("content-type", content_type)
    }

    pub(crate) fn json(status: u16, body: &Value) -> Self {
        // Its `Display` goes through a formatter, which takes longer.
        Payload::text(status, JSON, serde_json::to_vec(body).unwrap_or_default())
    }

    pub(crate) fn header(mut self, name: impl Into<Text>, value: impl Into<Text>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The value of a header.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_ref())
    }

    /// Replaces the body.
    pub(crate) fn with_body(mut self, content_type: impl Into<Text>, body: impl Into<Bytes>) -> Self {
        self.headers.retain(|(name, _)| name != CONTENT_TYPE.as_str());
        self.body = body.into();
        self.header("content-type", content_type)
    }

    pub(crate) fn into_response(self) -> Response<Stream> {
        let whole = self.body.len();
        let data = if self.ending == Ending::Cut { self.body.slice(..whole / 2) } else { self.body };
        let mut response = Response::new(Stream { data, ending: self.ending, paused: false, pause: None });
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in self.headers {
            // A value that is no header (a line break, say) is left out rather than sent wrong.
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(&*name), value_of(value)) {
                response.headers_mut().append(name, value);
            }
        }
        if self.ending == Ending::Cut {
            response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(whole));
        }
        response
    }
}

fn value_of(text: Text) -> Result<HeaderValue, InvalidHeaderValue> {
    let bytes = match text {
        Cow::Borrowed(text) => Bytes::from_static(text.as_bytes()),
        Cow::Owned(text) => text.into(),
    };
    HeaderValue::from_maybe_shared(bytes)
}

/// A body for hyper, which can end too early, late, or never.
pub(crate) struct Stream {
    data: Bytes,
    ending: Ending,
    paused: bool,
    pause: Option<Pin<Box<Sleep>>>,
}

type Polled = Poll<Option<Result<Frame<Bytes>, Infallible>>>;

impl Stream {
    fn drip(&mut self, wait: Duration, context: &mut Context<'_>) -> Polled {
        if self.data.is_empty() {
            return Poll::Ready(None);
        }
        let pause = self.pause.get_or_insert_with(|| Box::pin(sleep(wait)));
        ready!(pause.as_mut().poll(context));
        self.pause = None;
        Poll::Ready(Some(Ok(Frame::data(self.data.split_to(1)))))
    }
}

impl Body for Stream {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Polled {
        match self.ending {
            Ending::Drip(wait) => return self.drip(wait, context),
            Ending::Never => return Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[b' '; 8192]))))),
            Ending::Whole | Ending::Cut => {}
        }
        let data = std::mem::take(&mut self.data);
        if !data.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
        // hyper drops what it has not flushed when a body ends early; a pause makes it flush first.
        if self.ending == Ending::Cut && !self.paused {
            self.paused = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        self.ending == Ending::Whole && self.data.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        match self.ending {
            Ending::Whole | Ending::Drip(_) => SizeHint::with_exact(self.data.len() as u64),
            Ending::Cut | Ending::Never => SizeHint::default(),
        }
    }
}
