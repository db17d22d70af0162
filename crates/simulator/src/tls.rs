//! HTTPS with a certificate that the service makes for itself at its start.

use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// What a listener needs to speak HTTPS.
#[derive(Clone)]
pub(crate) struct Tls {
    pub(crate) acceptor: TlsAcceptor,
    /// The SHA-256 of the certificate, as people compare it: `AB:CD:...`.
    pub(crate) fingerprint: String,
}

/// The certificate of each identity that a service takes on.
pub(crate) struct Certificates(Mutex<(u64, Tls)>);

impl Certificates {
    /// # Errors
    /// A sentence, when the system gives no random numbers.
    pub(crate) fn new(identity: u64) -> Result<Self, String> {
        Ok(Certificates(Mutex::new((identity, make()?))))
    }

    /// That of an identity, made when it is another than the last one; without one, the last one's.
    pub(crate) fn of(&self, identity: Option<u64>) -> Tls {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Random numbers were there before.
        if let Some(identity) = identity
            && last.0 != identity
            && let Ok(tls) = make()
        {
            *last = (identity, tls);
        }
        last.1.clone()
    }
}

/// Makes a key and a certificate that nobody vouches for.
///
/// # Errors
/// A sentence, when the system gives no random numbers.
fn make() -> Result<Tls, String> {
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).map_err(|e| e.to_string())?;
    let certificate = made.cert.der().clone();
    let digest = Sha256::digest(&certificate);
    let pairs: Vec<String> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).map_err(str::to_owned)?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().map_err(|e| e.to_string())?;
    let config = config.with_no_client_auth().with_single_cert(vec![certificate], key).map_err(|e| e.to_string())?;
    Ok(Tls { acceptor: TlsAcceptor::from(Arc::new(config)), fingerprint: pairs.join(":") })
}
