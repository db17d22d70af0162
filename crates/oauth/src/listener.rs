//! Waiting for the browser on this machine.

mod site;

use std::collections::VecDeque;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use secrecy::SecretString;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{sleep, timeout};
use url::{Host, Url};

use crate::LoginError;
use site::{Event, Judge, Site};

/// Codes are long, but not that long.
const MOST_HEAD_BYTES: usize = 16 * 1024;
const LONGEST_CONNECTION: Duration = Duration::from_secs(5);
const MOST_CONNECTIONS: usize = 64;
/// For the browser to fetch its page.
const LINGER: Duration = Duration::from_secs(1);
const PORT_TRIES: usize = 16;

/// Stands at a redirect URI on this machine, on loopback addresses only. Dropping it frees the port.
#[derive(Debug)]
pub struct Listener {
    sockets: Vec<TcpListener>,
    redirect: Url,
    text: String,
}

impl Listener {
    /// Stands at `redirect_uri`; with port 0 the system chooses the port, see [`Listener::redirect_uri`].
    ///
    /// # Errors
    /// When the redirect URI is not `http` on a loopback address, or its port is taken.
    pub async fn bind(redirect_uri: &str) -> Result<Listener, LoginError> {
        let elsewhere = || LoginError::NotLoopback(redirect_uri.to_owned());
        let mut redirect = Url::parse(redirect_uri).map_err(|_| elsewhere())?;
        if redirect.scheme() != "http" || !redirect.username().is_empty() || redirect.fragment().is_some() {
            return Err(elsewhere());
        }
        let families: &[SocketAddr] = match redirect.host() {
            Some(Host::Ipv4(ip)) if ip.is_loopback() => &[SocketAddr::new(ip.into(), 0)],
            Some(Host::Ipv6(ip)) if ip.is_loopback() => &[SocketAddr::new(ip.into(), 0)],
            // Whoever held the other family would get the code whenever the browser prefers it.
            Some(Host::Domain("localhost")) => {
                &[SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0), SocketAddr::new(Ipv6Addr::LOCALHOST.into(), 0)]
            }
            _ => return Err(elsewhere()),
        };
        let port = redirect.port_or_known_default().unwrap_or_default();
        let busy = |e: io::Error| LoginError::PortBusy { port, why: e.to_string() };
        let (sockets, chosen) = hold(families, port).await.map_err(busy)?;
        if port == 0 {
            redirect.set_port(Some(chosen)).map_err(|()| elsewhere())?;
        }
        let text = if port == 0 { redirect.to_string() } else { redirect_uri.to_owned() };
        Ok(Listener { sockets, redirect, text })
    }

    /// The redirect URI that the browser reaches this listener by; register and send exactly this.
    pub fn redirect_uri(&self) -> &str {
        &self.text
    }

    /// Waits for a request that `judge` takes for the answer. Whatever else comes is turned away.
    pub(crate) async fn receive(
        self,
        timeout: Duration,
        judge: Arc<Judge>,
    ) -> Result<(Result<SecretString, LoginError>, Page), LoginError> {
        let (sender, events) = mpsc::unbounded_channel();
        let site = Arc::new(Site::new(&self.redirect, judge, sender));
        let mut page = Page { listener: self, connections: JoinSet::new(), order: VecDeque::new(), site, events };
        let answer = async {
            loop {
                if let Event::Answer(answer) = page.next().await {
                    return answer;
                }
            }
        };
        let answer =
            tokio::time::timeout(timeout, answer).await.map_err(|_| LoginError::Deadline { after: timeout })?;
        Ok((answer, page))
    }

    async fn accept(&self) -> io::Result<TcpStream> {
        let stream = match self.sockets.as_slice() {
            [first, second] => tokio::select! {
                stream = first.accept() => stream,
                stream = second.accept() => stream,
            },
            [only] => only.accept().await,
            _ => std::future::pending().await,
        };
        stream.map(|(stream, _)| stream)
    }
}

async fn hold(families: &[SocketAddr], port: u16) -> io::Result<(Vec<TcpListener>, u16)> {
    let mut tries = if port == 0 { PORT_TRIES } else { 1 };
    loop {
        tries -= 1;
        match hold_all(families, port).await {
            // The port that the system chose for one family may be taken in the other.
            Err(e) if e.kind() == io::ErrorKind::AddrInUse && tries > 0 => {}
            result => return result,
        }
    }
}

async fn hold_all(families: &[SocketAddr], mut port: u16) -> io::Result<(Vec<TcpListener>, u16)> {
    let mut sockets = Vec::new();
    for address in families {
        match TcpListener::bind(SocketAddr::new(address.ip(), port)).await {
            Ok(socket) => {
                port = socket.local_addr()?.port();
                sockets.push(socket);
            }
            // A machine without IPv6 has no ::1 for anybody else either.
            Err(e) if address.is_ipv6() && !sockets.is_empty() && without_ipv6(&e) => {}
            Err(e) => return Err(e),
        }
    }
    Ok((sockets, port))
}

fn without_ipv6(error: &io::Error) -> bool {
    // Linux: EAFNOSUPPORT; it has no kind of its own.
    matches!(error.kind(), io::ErrorKind::AddrNotAvailable | io::ErrorKind::Unsupported)
        || error.raw_os_error() == Some(97)
}

/// The listener after the answer, which still has to show the browser its page.
pub(crate) struct Page {
    listener: Listener,
    connections: JoinSet<()>,
    order: VecDeque<AbortHandle>,
    site: Arc<Site>,
    events: mpsc::UnboundedReceiver<Event>,
}

impl Page {
    /// Waits a moment until the browser has the page.
    pub(crate) async fn shown(mut self) {
        let shown = async { while !matches!(self.next().await, Event::Shown) {} };
        let _ = timeout(LINGER, shown).await;
    }

    async fn next(&mut self) -> Event {
        loop {
            tokio::select! {
                Some(event) = self.events.recv() => return event,
                Some(_) = self.connections.join_next() => self.order.retain(|c| !c.is_finished()),
                stream = self.listener.accept() => match stream {
                    Ok(stream) => self.serve(stream),
                    // For instance out of file handles; that passes.
                    Err(_) => sleep(Duration::from_millis(50)).await,
                },
            }
        }
    }

    fn serve(&mut self, stream: TcpStream) {
        // Browsers open connections on suspicion: the oldest silent one makes room.
        if self.order.len() >= MOST_CONNECTIONS
            && let Some(oldest) = self.order.pop_front()
        {
            oldest.abort();
        }
        let site = self.site.clone();
        self.order.push_back(self.connections.spawn(async move {
            let answering = site.clone();
            let service = service_fn(move |request| {
                std::future::ready(Ok::<_, std::convert::Infallible>(answering.answer(&request)))
            });
            let mut http = http1::Builder::new();
            http.keep_alive(false).max_buf_size(MOST_HEAD_BYTES);
            let _ = timeout(LONGEST_CONNECTION, http.serve_connection(TokioIo::new(stream), service)).await;
            site.closed();
        }));
    }
}

#[cfg(test)]
mod tests;
