//! Keys that seal tokens, which the database never sees.

use std::fmt;

use base64::prelude::*;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom, SystemRandom};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::SetupError;

const LENGTH: usize = 32;

/// Keys by which tokens are sealed (AES-256-GCM). The first one seals; all of them open, so that a key can be replaced
/// while logins that it sealed are still in use.
pub struct Keys {
    keys: Vec<(String, LessSafeKey)>,
}

/// What is kept of a secret.
pub(crate) struct Sealed {
    /// Which key it was.
    pub(crate) key_id: String,
    pub(crate) bytes: Vec<u8>,
}

impl Keys {
    /// Keys as text: each 32 bytes in Base64, with blanks or commas between them.
    ///
    /// # Errors
    /// When one is none.
    pub fn parse(text: &SecretString) -> Result<Self, SetupError> {
        let wrong = || {
            SetupError(
                "a key for tokens has 32 random bytes in Base64, for instance of `openssl rand -base64 32`; several stand \
                 with commas between them, the newest first"
                    .to_owned(),
            )
        };
        let words = text.expose_secret().split([',', ' ', '\t', '\r', '\n']).filter(|word| !word.is_empty());
        let keys = words.map(|word| {
            let bytes = Zeroizing::new(BASE64_STANDARD.decode(word).map_err(|_| wrong())?);
            if bytes.len() != LENGTH {
                return Err(wrong());
            }
            let key = UnboundKey::new(&AES_256_GCM, &bytes).map_err(|_| wrong())?;
            Ok((id(&bytes), LessSafeKey::new(key)))
        });
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() { Err(wrong()) } else { Ok(Keys { keys }) }
    }

    /// A new key as text.
    ///
    /// # Errors
    /// When the system has no random numbers.
    pub fn generate() -> Result<SecretString, SetupError> {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        SystemRandom::new().fill(&mut *bytes).map_err(|_| no_random())?;
        Ok(BASE64_STANDARD.encode(*bytes).into())
    }

    /// By what each key is known in the database, which says nothing about the key; the first is the one that seals.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|(id, _)| id.as_str())
    }

    /// Seals `text`, for the place `place` alone.
    pub(crate) fn seal(&self, place: &str, text: &SecretString) -> Result<Sealed, SetupError> {
        let (id, key) = &self.keys[0];
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).map_err(|_| no_random())?;
        // Room for all of it: growing would leave the text behind in memory.
        let text = text.expose_secret().as_bytes();
        let mut sealed = Vec::with_capacity(text.len());
        sealed.extend_from_slice(text);
        let tag = key
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(place), &mut sealed)
            .map_err(|_| SetupError("the tokens are too long to be sealed".to_owned()))?;
        Ok(Sealed { key_id: id.clone(), bytes: [&nonce[..], &sealed, tag.as_ref()].concat() })
    }

    /// Opens what was sealed for `place`.
    pub(crate) fn open(&self, place: &str, key_id: &str, bytes: &[u8]) -> Result<SecretString, String> {
        let Some((_, key)) = self.keys.iter().find(|(id, _)| id == key_id) else {
            let known = self.ids().collect::<Vec<_>>().join(", ");
            return Err(format!(
                "{place} is sealed with the key {key_id}, and only {known} is given; add the older key behind the newer one"
            ));
        };
        let altered =
            || format!("what is kept for {place} was altered, or moved there from another login; log in again");
        let (nonce, sealed) = bytes.split_at_checked(NONCE_LEN).ok_or_else(altered)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| altered())?;
        let mut text = Zeroizing::new(sealed.to_vec());
        let text = key.open_in_place(nonce, Aad::from(place), &mut text).map_err(|_| altered())?;
        Ok(str::from_utf8(text).map_err(|_| altered())?.into())
    }
}

/// Says which key it is, and nothing about it.
fn id(key: &[u8]) -> String {
    digest(&SHA256, key).as_ref()[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn no_random() -> SetupError {
    SetupError("the system has no random numbers".to_owned())
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Keys").field(&self.ids().collect::<Vec<_>>()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Keys {
        Keys::parse(&text.into()).expect("keys")
    }

    #[test]
    fn t54_a_sealed_text_opens_at_its_place_alone() {
        let text = Keys::generate().expect("a key");
        let keys = keys(text.expose_secret());
        let sealed = keys.seal("a", &"CANARY".into()).expect("sealed");
        assert!(!sealed.bytes.windows(6).any(|part| part == b"CANARY"));
        assert_eq!(keys.open("a", &sealed.key_id, &sealed.bytes).expect("opened").expose_secret(), "CANARY");
        assert!(keys.open("b", &sealed.key_id, &sealed.bytes).expect_err("moved").contains("moved there"));
        for at in 0..sealed.bytes.len() {
            let mut altered = sealed.bytes.clone();
            altered[at] ^= 1;
            assert!(keys.open("a", &sealed.key_id, &altered).is_err(), "byte {at}");
            assert!(keys.open("a", &sealed.key_id, &sealed.bytes[..at]).is_err(), "cut at {at}");
        }
        let again = keys.seal("a", &"CANARY".into()).expect("sealed");
        assert_ne!(again.bytes, sealed.bytes, "no nonce twice");
    }

    #[test]
    fn t54_keys_are_replaced_one_by_one() {
        let (old, new) = (Keys::generate().expect("a key"), Keys::generate().expect("a key"));
        let both = keys(&format!("{},\n {}", new.expose_secret(), old.expose_secret()));
        let (old, new) = (keys(old.expose_secret()), keys(new.expose_secret()));
        let sealed = old.seal("a", &"text".into()).expect("sealed");
        assert!(both.open("a", &sealed.key_id, &sealed.bytes).is_ok());
        let said = new.open("a", &sealed.key_id, &sealed.bytes).expect_err("another key");
        assert!(said.contains(&sealed.key_id) && said.contains("add the older key"), "{said}");
        assert_eq!(both.seal("a", &"text".into()).expect("sealed").key_id, new.keys[0].0);
    }

    #[test]
    fn what_is_no_key_is_said_and_not_shown() {
        for text in ["", " , ", "CANARY", "Q0FOQVJZ", "CANARY=", &"A".repeat(43)] {
            let said = Keys::parse(&text.into()).expect_err(text).to_string();
            assert!(said.starts_with("a key for tokens has 32 random bytes") && !said.contains("CANARY"), "{said}");
        }
        let key = Keys::generate().expect("a key");
        assert!(!format!("{:?}", keys(key.expose_secret())).contains(key.expose_secret()));
    }
}
