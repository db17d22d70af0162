//! The languages of the consent page.

use hyper::HeaderMap;

/// The sentences of the consent page in one language.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Language {
    /// Its tag.
    pub(super) tag: &'static str,
    /// The banner; `{}` is the API.
    pub(super) banner: &'static str,
    /// The title; `{}` is the application.
    pub(super) asks: &'static str,
    pub(super) you_are: &'static str,
    pub(super) it_may: &'static str,
    /// Where the answer goes; `{}` is the callback.
    pub(super) goes: &'static str,
    pub(super) allow: &'static str,
    pub(super) deny: &'static str,
}

pub(super) const ENGLISH: Language = Language {
    tag: "en",
    banner: "Local demo service. Not {}. It needs no password and asks for none.",
    asks: "{} asks for access",
    you_are: "You are",
    it_may: "It may",
    goes: "Your answer is sent to {}. Deny if you do not know this address.",
    allow: "Allow",
    deny: "Deny",
};

const LANGUAGES: [Language; 5] = [
    ENGLISH,
    Language {
        tag: "de",
        banner: "Lokaler Probedienst. Nicht {}. Er braucht kein Passwort und fragt nach keinem.",
        asks: "{} bittet um Zugriff",
        you_are: "Sie sind",
        it_may: "Die Anwendung darf",
        goes: "Ihre Antwort geht an {}. Lehnen Sie ab, wenn Sie diese Adresse nicht kennen.",
        allow: "Erlauben",
        deny: "Ablehnen",
    },
    Language {
        tag: "fr",
        banner: "Service de démonstration local. Ce n’est pas {}. Il n’a besoin d’aucun mot de passe et n’en demande pas.",
        asks: "{} demande un accès",
        you_are: "Vous êtes",
        it_may: "L’application pourra",
        goes: "Votre réponse est envoyée à {}. Refusez si vous ne connaissez pas cette adresse.",
        allow: "Autoriser",
        deny: "Refuser",
    },
    Language {
        tag: "nl",
        banner: "Lokale demodienst. Niet {}. Er is geen wachtwoord nodig en er wordt er geen gevraagd.",
        asks: "{} vraagt om toegang",
        you_are: "U bent",
        it_may: "De toepassing mag",
        goes: "Uw antwoord gaat naar {}. Weiger als u dit adres niet kent.",
        allow: "Toestaan",
        deny: "Weigeren",
    },
    Language {
        tag: "sv",
        banner: "Lokal demotjänst. Inte {}. Den behöver inget lösenord och frågar inte efter något.",
        asks: "{} ber om åtkomst",
        you_are: "Du är",
        it_may: "Programmet får",
        goes: "Ditt svar skickas till {}. Neka om du inte känner till adressen.",
        allow: "Tillåt",
        deny: "Neka",
    },
];

/// The language that a browser likes best of those that there are; English when it likes none of them.
pub(super) fn of(headers: &HeaderMap) -> &'static Language {
    let wished = headers.get_all("accept-language").iter().filter_map(|value| value.to_str().ok());
    let wished = wished.flat_map(|value| value.split(',')).filter_map(|item| {
        let (range, weight) = item.split_once(';').map_or((item, None), |(range, weight)| (range, Some(weight)));
        let weight = match weight {
            Some(weight) => weight.trim().strip_prefix("q=")?.trim().parse::<f64>().ok()?,
            None => 1.0,
        };
        let primary = range.trim().split('-').next().unwrap_or_default();
        let language = match primary {
            "*" => Some(&LANGUAGES[0]),
            _ => LANGUAGES.iter().find(|language| language.tag.eq_ignore_ascii_case(primary)),
        };
        Some((language?, weight)).filter(|(_, weight)| *weight > 0.0)
    });
    // The first of those that are liked equally.
    let best = wished.fold(None, |best: Option<(&'static Language, f64)>, next| match best {
        Some(best) if best.1 >= next.1 => Some(best),
        _ => Some(next),
    });
    best.map_or(&LANGUAGES[0], |(language, _)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_say_what_their_users_read() {
        let tag = |wish: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("accept-language", wish.parse().expect("a value"));
            of(&headers).tag
        };
        for (wish, expected) in [
            ("sv-SE,sv;q=0.9,en;q=0.8", "sv"),
            ("en-GB, de;q=0.9", "en"),
            ("fi, de;q=0.5, nl;q=0.7", "nl"),
            ("DE-at", "de"),
            ("fr;q=0, *;q=0.1", "en"),
            ("fi", "en"),
            ("fr;q=warm, sv;q=0.2", "sv"),
            ("", "en"),
            ("*", "en"),
        ] {
            assert_eq!(tag(wish), expected, "{wish}");
        }
        assert_eq!(of(&HeaderMap::new()).tag, "en");
        for language in &LANGUAGES {
            for sentence in [language.banner, language.asks, language.goes] {
                assert_eq!(sentence.matches("{}").count(), 1, "{sentence}");
            }
        }
    }
}
