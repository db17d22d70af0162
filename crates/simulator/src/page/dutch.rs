//! The sentences in Dutch.

use super::language::{Consent, Dashboard, Language, Refusal, Registration};
use crate::oauth::CallbackError;

pub(super) const LANGUAGE: Language = Language {
    tag: "nl",
    banner: "Lokale demodienst. Niet {}. Er is geen wachtwoord nodig en er wordt er geen gevraagd.",
    consent: Consent {
        asks: "{} vraagt om toegang",
        you_are: "U bent",
        it_may: "De toepassing mag",
        goes: "Uw antwoord gaat naar {}. Weiger als u dit adres niet kent.",
        allow: "Toestaan",
        deny: "Weigeren",
    },
    refusal: Refusal {
        title: "Dit werkt niet",
        application: "Deze toepassing is onbekend of geblokkeerd.",
        callback: "Het terugkeeradres ontbreekt of is niet het geregistreerde.",
        repeated: "Een parameter staat er twee keer. Begin opnieuw in de toepassing.",
        answered: "Deze pagina is al beantwoord of te oud. Begin opnieuw in de toepassing.",
        owner: "Kies een van de eigenaren op de pagina. Begin opnieuw in de toepassing.",
        form: "Dit formulier is al verstuurd of te oud. Open de pagina opnieuw.",
        random: "Het systeem geeft geen willekeurige getallen.",
    },
    registration: Registration {
        title: "Toepassing registreren",
        about: "Een toepassing heeft een kenmerk nodig voordat ze om toegang kan vragen.",
        about_trial: "Deze dienst is om uit te proberen: wat u hier registreert, is alleen hier bekend.",
        name: "Naam",
        name_help: "Gebruikers zien hem wanneer de toepassing om toegang vraagt.",
        callback: "Terugkeeradres",
        callback_help: "Gebruikers keren naar dit adres terug.",
        kind: "Kan ze een geheim bewaren?",
        confidential: "Ja, ze krijgt er een",
        confidential_help: "Ze draait waar alleen u kunt kijken: op uw eigen computer of op een server.",
        public: "Nee, ze is openbaar",
        public_help: "Ze wordt aan anderen gegeven of draait in hun browsers: alles wat erin staat, kunnen zij lezen.",
        register: "Registreren",
        known: "Geregistreerde toepassingen",
        identifier: "Kenmerk",
        secret: "Geheim",
        is_blocked: "geblokkeerd",
        is_public: "openbaar",
        registered: "{} is geregistreerd",
        no_secret: "Ze is openbaar en heeft geen geheim; gebruik PKCE waar de server het kent.",
        shown_once: "Het geheim wordt alleen deze keer getoond.",
        keep_it: "Bewaar het waar alleen u het kunt lezen, nooit in een programma dat u aan anderen geeft. Een toepassing waarvan het geheim uitlekt, wordt geblokkeerd.",
        back: "Terug naar de toepassingen",
        wrong_name: "Geef de toepassing een naam van 1 tot 80 afdrukbare tekens.",
        wrong_callback,
    },
    dashboard: Dashboard {
        title: "Overzicht",
        time: "Gesimuleerde tijd: {}.",
        again: "Opnieuw kijken",
        machines: "Machines",
        nothing_lives: "Antwoorden komen uit de voorbeelden van de specificatie; hier leeft niets.",
        day: "De laatste 24 uur in {}, tijden in UTC",
        troubles: "Storingen",
        switch: "Schakelaar",
        block: "Blokkeren",
        unblock: "Toelaten",
        application: "Toepassing",
        owner: "Eigenaar",
        tokens: "Geldige tokens",
        access_tokens: "Toegangstokens",
        refresh_tokens: "Vernieuwingstokens",
        until: "De laatste eindigt",
        expire: "Alle toegangstokens beëindigen",
        faults: "Fouten in antwoorden",
        faults_help: "De volgende antwoorden worden bedorven en zeggen dat in de kop X-Simulator-Fault.",
        fault_kind: "Wat gebeurt er",
        fault_place: "Waar",
        all_functions: "alle functies",
        fault_times: "Antwoorden",
        spoil: "Bederven",
        no_faults: "Er wacht geen fout.",
        take_back: "Alles terugnemen",
        requests: "Laatste verzoeken aan de API",
        request: "Verzoek",
        function: "Functie",
        status: "Status",
        login_requests: "Laatste verzoeken aan de autorisatieserver",
        endpoint: "Eindpunt",
        error: "Fout",
        none: "Nog geen.",
        foreign: "Dit formulier komt van een andere pagina. Gebruik de knoppen van de pagina / hier.",
        fault_kinds: [
            "Status 500",
            "Status 503, over 5 s opnieuw",
            "Een pagina in plaats van een antwoord",
            "Het antwoord eindigt halverwege",
            "De verbinding eindigt",
            "5 s te laat",
            "Onbekende velden",
            "De helft van een lijst ontbreekt",
            "De gebruiker weigert",
        ],
    },
};

fn wrong_callback(error: CallbackError) -> &'static str {
    match error {
        CallbackError::Missing => "Het terugkeeradres ontbreekt; geef er een zoals http://127.0.0.1:8976/callback.",
        CallbackError::Characters => {
            "Het terugkeeradres bevat spaties, backslashes of tekens die procentgecodeerd moeten zijn."
        }
        CallbackError::NoUrl => "Het terugkeeradres is geen URL; geef er een zoals http://127.0.0.1:8976/callback.",
        CallbackError::Fragment => "Het terugkeeradres mag geen deel achter # hebben.",
        CallbackError::User => "Het terugkeeradres mag geen gebruikersnaam of wachtwoord bevatten.",
        CallbackError::Asterisk => {
            "Het terugkeeradres mag geen sterretje bevatten: adressen worden letter voor letter vergeleken, geen ervan staat voor meer."
        }
        CallbackError::NoHost => "Het terugkeeradres noemt geen host.",
        CallbackError::Scheme => "Het terugkeeradres moet naar een toepassing leiden: http, https of een eigen schema.",
    }
}
