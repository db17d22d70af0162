//! Base64 as this service writes it, and as it takes it.

use ::base64::Engine;
use ::base64::alphabet::STANDARD;
use ::base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use ::base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};

/// Programs leave the padding away, or write it where none is due.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

pub(crate) fn encode(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

/// The alphabet of URLs, without padding.
pub(crate) fn for_urls(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    LENIENT.decode(text.trim_end_matches('=')).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_may_be_there_or_not() {
        for (plain, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(encode(plain.as_bytes()), text);
            for text in [text, text.trim_end_matches('='), &format!("{text}=")] {
                assert_eq!(decode(text).as_deref(), Some(plain.as_bytes()), "{text}");
            }
        }
        assert_eq!(decode("Zh").as_deref(), Some(&b"f"[..]), "bits that are none of the text");
        assert_eq!(decode("%%"), None);
        assert_eq!(for_urls(&[0xfb, 0xff]), "-_8");
    }
}
