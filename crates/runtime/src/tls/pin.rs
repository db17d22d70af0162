//! One certificate that a server may have, told by its fingerprint: for servers that nobody vouches for.

use std::error::Error as StdError;
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::hash::HashAlgorithm;
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    AlertDescription, CertificateError, DigitallySignedStruct, Error, OtherError, SignatureScheme, SupportedCipherSuite,
};

use crate::TransportError;
use crate::base_url::check_base_url;
use crate::transport::connect;

/// The SHA-256 of a certificate. Written as `AB:CD:...`; read with colons, blanks or nothing in between.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of a certificate in DER form, by the SHA-256 that TLS brings anyway. Nothing where TLS has no suite with it.
    fn of(certificate: &[u8], provider: &CryptoProvider) -> Option<Self> {
        let mut suites = provider.cipher_suites.iter().map(|suite| match suite {
            SupportedCipherSuite::Tls12(suite) => suite.common.hash_provider,
            SupportedCipherSuite::Tls13(suite) => suite.common.hash_provider,
        });
        let sha256 = suites.find(|hash| hash.algorithm() == HashAlgorithm::SHA256)?;
        sha256.hash(certificate).as_ref().try_into().ok().map(Fingerprint)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, byte) in self.0.iter().enumerate() {
            write!(f, "{}{byte:02X}", if at == 0 { "" } else { ":" })?;
        }
        Ok(())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

impl FromStr for Fingerprint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let unfit =
            || "a certificate's fingerprint is its SHA-256: 64 hexadecimal digits, with colons or without".to_owned();
        let digits: Vec<u32> = text
            .chars()
            .filter(|c| !matches!(c, ':' | ' '))
            .map(|c| c.to_digit(16))
            .collect::<Option<_>>()
            .ok_or_else(unfit)?;
        let bytes: Vec<u8> =
            digits.chunks(2).filter_map(|pair| u8::try_from(pair[0] * 16 + pair.get(1)?).ok()).collect();
        if digits.len() != 64 {
            return Err(unfit());
        }
        bytes.try_into().map(Fingerprint).map_err(|_| unfit())
    }
}

/// Another certificate than the one that is pinned, or one that cannot be used.
#[derive(Debug)]
pub(crate) struct Unfit(String);

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for Unfit {}

fn unfit(sentence: String) -> Error {
    Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(Unfit(sentence)))))
}

/// Why a server was refused before anything was sent: its certificate, or a TLS that is too old.
pub(crate) fn refusal(error: &(dyn StdError + 'static)) -> Option<String> {
    let mut next = Some(error);
    while let Some(error) = next {
        match error.downcast_ref::<Error>() {
            Some(Error::InvalidCertificate(CertificateError::Other(OtherError(why)))) if why.is::<Unfit>() => {
                return Some(why.to_string());
            }
            Some(Error::PeerIncompatible(_)) => return Some(nothing_in_common("it offers none of those")),
            // What a server says that takes none of what it was offered.
            Some(Error::AlertReceived(
                alert @ (AlertDescription::ProtocolVersion
                | AlertDescription::HandshakeFailure
                | AlertDescription::InsufficientSecurity),
            )) => return Some(nothing_in_common(&format!("it answered {alert:?}"))),
            _ => {}
        }
        // What an I/O error holds is no source of it, and it may hold another one.
        next = match error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
            Some(held) => Some(held),
            None => error.source(),
        };
    }
    None
}

fn nothing_in_common(said: &str) -> String {
    format!(
        "its TLS seems to be too old ({said}): TLS 1.2 or newer is needed, with ECDHE and AES-GCM or ChaCha20; update its \
         software, or put a proxy before it that speaks them"
    )
}

/// What the signature of a connection is refused for. A server without the key of the certificate cannot make a right one.
fn unproved(why: &Error) -> Error {
    unfit(format!(
        "it shows the certificate that is pinned, but does not prove that it is its own ({why}): it may be another server, or \
         its key is of a kind that is not taken, such as RSA with less than 2048 bits; then update its software, or put a \
         proxy before it"
    ))
}

/// Compares the certificate with the one that is expected, whatever is in it: a name, a date or a signature of another
/// says nothing where nobody vouches. The connection's own signature is checked, or anybody could show a copy.
#[derive(Debug)]
pub(crate) struct Pin {
    expected: Option<Fingerprint>,
    seen: Arc<Mutex<Option<Fingerprint>>>,
    provider: Arc<CryptoProvider>,
}

impl Pin {
    pub(crate) fn new(expected: Fingerprint, provider: Arc<CryptoProvider>) -> Self {
        Pin { expected: Some(expected), seen: Arc::default(), provider }
    }
}

impl ServerCertVerifier for Pin {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(seen) = Fingerprint::of(end_entity, &self.provider) else {
            return Err(unfit("the program's cryptography has no SHA-256 to take its fingerprint with".into()));
        };
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(seen.clone());
        match &self.expected {
            Some(expected) if seen == *expected => {}
            Some(expected) => {
                return Err(unfit(format!(
                    "its certificate has the fingerprint {seen}, but {expected} is pinned; if it changed for a reason \
                     that you know, pin the new one"
                )));
            }
            None => return Err(unfit("its certificate was only looked at".into())),
        }
        let certificate = CertificateDer::from(end_entity.as_ref());
        ParsedCertificate::try_from(&certificate).map_err(|why| {
            unfit(format!(
                "it has the certificate that is pinned, but one of a kind that is not taken, such as X.509 version 1 ({why}); \
                 update its software, or put a proxy before it"
            ))
        })?;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
            .map_err(|why| unproved(&why))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
            .map_err(|why| unproved(&why))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// The fingerprint of the certificate that a server shows. The connection ends there: nothing is sent.
///
/// # Errors
/// When there is no server, or it shows none.
pub async fn seen_certificate(base_url: &str, timeout: Duration) -> Result<Fingerprint, TransportError> {
    let setup = |why| TransportError::Setup { why };
    let url = check_base_url(base_url).map_err(setup)?;
    if url.scheme() != "https" {
        return Err(setup(format!("`{base_url}` does not begin with https://, so there is no certificate")));
    }
    let seen = Arc::new(Mutex::new(None));
    let kept = seen.clone();
    let config = super::with_verifier(|provider| Ok(Pin { expected: None, seen: kept, provider })).map_err(setup)?;
    let failed = connect(&url, config, timeout).await;
    match (seen.lock().unwrap_or_else(PoisonError::into_inner).take(), failed) {
        (Some(seen), _) => Ok(seen),
        (None, Err(error)) => Err(error),
        (None, Ok(())) => Err(setup(format!("`{base_url}` shows no certificate"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// That of no bytes is in every text about SHA-256.
    #[test]
    #[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
    fn a_fingerprint_is_the_sha_256() {
        let provider = super::super::provider().expect("there is one");
        let nothing = Fingerprint::of(b"", &provider).expect("it has SHA-256");
        let known = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(known.parse(), Ok(nothing));
    }

    #[test]
    fn a_fingerprint_is_read_as_it_is_written_and_otherwise() {
        let known = Fingerprint([0xA7; 32]);
        let text = known.to_string();
        assert_eq!(text.len(), 95);
        for form in [text.clone(), text.to_lowercase().replace(':', ""), text.replace(':', " ")] {
            assert_eq!(form.parse(), Ok(known.clone()), "{form}");
        }
        for bad in ["", "AB", &text[1..], &format!("{text}:00"), &text.replace(':', "x"), "ü"] {
            assert!(bad.parse::<Fingerprint>().is_err(), "{bad}");
        }
    }
}
