//! TLS of our own clients: nothing is installed for the process, so that other clients in a program keep their choice.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

mod pin;

pub(crate) use pin::refusal;
pub use pin::{Fingerprint, seen_certificate};

/// A certificate authority that is trusted beside those of the machine, for instance that of a company's network.
#[derive(Clone, Debug)]
pub struct RootCertificate(Arc<[CertificateDer<'static>]>);

impl RootCertificate {
    /// Reads a file of one or more certificates in PEM format.
    ///
    /// # Errors
    /// A sentence that says why the file cannot be used.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, String> {
        let path = path.as_ref();
        let unfit = |why: &str| format!("the root certificate {} {why}; name a PEM file", path.display());
        let pem = std::fs::read(path).map_err(|e| unfit(&format!("cannot be read ({e})")))?;
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
        let certificates = certificates.map_err(|_| unfit("is damaged"))?;
        if certificates.is_empty() {
            return Err(unfit("holds no certificate"));
        }
        // What is between the lines of the file is looked at when it is used.
        let mut store = RootCertStore::empty();
        certificates.iter().try_for_each(|c| store.add(c.clone())).map_err(|_| unfit("is damaged"))?;
        Ok(RootCertificate(certificates.into()))
    }
}

/// For clients without a root certificate of their own: the machine's take a while to read, and memory.
static SHARED: Mutex<Option<ClientConfig>> = Mutex::new(None);

/// TLS for connections of our own that are no HTTP: what is trusted are the authorities of the machine, and `own`.
///
/// # Errors
/// The machine has no root certificates, or `own` cannot be used.
pub fn tls_config(own: Option<&RootCertificate>) -> Result<ClientConfig, String> {
    config(own)
}

/// What is trusted: the authorities of the machine, and `own`.
pub(crate) fn config(own: Option<&RootCertificate>) -> Result<ClientConfig, String> {
    if let Some(RootCertificate(own)) = own {
        return with_verifier(|provider| Verifier::new_with_extra_roots(own.iter().cloned(), provider));
    }
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(config) = &*shared {
        return Ok(config.clone());
    }
    let config = with_verifier(Verifier::new)?;
    Ok(shared.insert(config).clone())
}

/// For connections without TLS: nobody is trusted, so a machine without root certificates will do.
pub(crate) fn none() -> Result<ClientConfig, String> {
    let builder = ClientConfig::builder_with_provider(provider()?).with_safe_default_protocol_versions();
    let builder = builder.map_err(|e| e.to_string())?;
    Ok(builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

/// What is trusted: one certificate, whoever made it.
pub(crate) fn pinned(expected: Fingerprint) -> Result<ClientConfig, String> {
    with_verifier(|provider| Ok(pin::Pin::new(expected, provider)))
}

fn with_verifier<V: ServerCertVerifier + 'static>(
    verifier: impl FnOnce(Arc<CryptoProvider>) -> Result<V, rustls::Error>,
) -> Result<ClientConfig, String> {
    let provider = provider()?;
    let verifier = verifier(provider.clone()).map_err(|e| e.to_string())?;
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.map_err(|e| e.to_string())?;
    let builder = builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
    let mut config = builder.with_no_client_auth();
    config.alpn_protocols = vec!["h2".into(), "http/1.1".into()];
    Ok(config)
}

/// The cryptography that this crate was built with.
#[cfg(feature = "ring")]
fn provider() -> Result<Arc<CryptoProvider>, String> {
    Ok(Arc::new(rustls::crypto::ring::default_provider()))
}

/// The cryptography that this crate was built with.
#[cfg(all(feature = "aws-lc-rs", not(feature = "ring")))]
fn provider() -> Result<Arc<CryptoProvider>, String> {
    Ok(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
}

/// The cryptography that the program chose.
#[cfg(not(any(feature = "aws-lc-rs", feature = "ring")))]
fn provider() -> Result<Arc<CryptoProvider>, String> {
    CryptoProvider::get_default().cloned().ok_or_else(|| {
        "the program was built without cryptography; turn on the feature `aws-lc-rs` or `ring`, or install a provider".into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_without_certificates_of_their_own_share_the_machines() {
        let [first, second] = [config(None), config(None)].map(|made| made.expect("the machine has authorities"));
        assert!(Arc::ptr_eq(first.crypto_provider(), second.crypto_provider()));
        assert!(CryptoProvider::get_default().is_none(), "nothing is installed for the process");
    }
}
