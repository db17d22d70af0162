//! Enums of words.

/// What enums of words have in common, whose `as_str` says a word and whose `From<String>` knows it.
#[doc(hidden)]
#[macro_export]
macro_rules! words {
    ($($name:ident),* $(,)?) => {$(
        impl $crate::generated::Blank for $name {
            fn blank() -> Self {
                Self::Unlisted(::std::string::String::new())
            }
        }

        impl ::std::cmp::Eq for $name {}

        impl ::std::convert::From<$name> for ::std::string::String {
            fn from(value: $name) -> Self {
                value.as_str().to_owned()
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl<'de> $crate::generated::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::generated::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                <::std::string::String as $crate::generated::serde::Deserialize>::deserialize(deserializer)
                    .map(::std::convert::From::from)
            }
        }

        impl $crate::generated::serde::Serialize for $name {
            fn serialize<S: $crate::generated::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    )*};
}
