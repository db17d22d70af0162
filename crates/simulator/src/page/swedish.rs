//! The sentences in Swedish.

use super::language::{Consent, Dashboard, Language, Refusal, Registration};
use crate::oauth::CallbackError;

pub(super) const LANGUAGE: Language = Language {
    tag: "sv",
    banner: "Lokal demotjänst. Inte {}. Den behöver inget lösenord och frågar inte efter något.",
    consent: Consent {
        asks: "{} ber om åtkomst",
        you_are: "Du är",
        it_may: "Programmet får",
        goes: "Ditt svar skickas till {}. Neka om du inte känner till adressen.",
        allow: "Tillåt",
        deny: "Neka",
    },
    refusal: Refusal {
        title: "Det här går inte",
        application: "Programmet är okänt eller spärrat.",
        callback: "Återvändsadressen saknas eller är inte den som registrerats.",
        repeated: "En parameter förekommer två gånger. Börja om i programmet.",
        answered: "Sidan har redan besvarats eller är för gammal. Börja om i programmet.",
        owner: "Välj en av ägarna på sidan. Börja om i programmet.",
        form: "Formuläret har redan skickats eller är för gammalt. Öppna sidan igen.",
        random: "Systemet ger inga slumptal.",
    },
    registration: Registration {
        title: "Registrera ett program",
        about: "Ett program behöver en identifierare innan det kan be om åtkomst.",
        about_trial: "Tjänsten är till för att prova: det du registrerar här är bara känt här.",
        name: "Namn",
        name_help: "Användare ser det när programmet ber om åtkomst.",
        callback: "Återvändsadress",
        callback_help: "Användare skickas tillbaka till den här adressen.",
        kind: "Kan det bevara en hemlighet?",
        confidential: "Ja, det får en",
        confidential_help: "Det körs där bara du kan titta: på din egen dator eller på en server.",
        public: "Nej, det är publikt",
        public_help: "Det ges till andra eller körs i deras webbläsare: allt som finns i det kan de läsa.",
        register: "Registrera",
        known: "Registrerade program",
        identifier: "Identifierare",
        secret: "Hemlighet",
        is_blocked: "spärrat",
        is_public: "publikt",
        registered: "{} är registrerat",
        no_secret: "Det är publikt och har ingen hemlighet; använd PKCE där servern kan det.",
        shown_once: "Hemligheten visas bara den här gången.",
        keep_it: "Förvara den där bara du kan läsa den, aldrig i ett program som du ger till andra. Ett program vars hemlighet läcker ut spärras.",
        back: "Tillbaka till programmen",
        wrong_name: "Ge programmet ett namn med 1 till 80 utskrivbara tecken.",
        wrong_callback,
    },
    dashboard: Dashboard {
        title: "Översikt",
        time: "Simulerad tid: {}.",
        again: "Titta igen",
        machines: "Maskiner",
        nothing_lives: "Svaren kommer ur specifikationens exempel; inget lever här.",
        day: "De senaste 24 timmarna i {}, tider i UTC",
        troubles: "Störningar",
        switch: "Brytare",
        block: "Spärra",
        unblock: "Släpp in",
        application: "Program",
        owner: "Ägare",
        tokens: "Giltiga token",
        access_tokens: "Åtkomsttoken",
        refresh_tokens: "Förnyelsetoken",
        until: "Den sista slutar",
        expire: "Avsluta alla åtkomsttoken",
        faults: "Fel i svar",
        faults_help: "De närmaste svaren förvanskas och säger det i huvudet X-Simulator-Fault.",
        fault_kind: "Vad som händer",
        fault_place: "Var",
        all_functions: "alla funktioner",
        fault_times: "Svar",
        spoil: "Förvanska",
        no_faults: "Inget fel väntar.",
        take_back: "Ta tillbaka alla",
        requests: "Senaste förfrågningarna till API:et",
        request: "Förfrågan",
        function: "Funktion",
        status: "Status",
        login_requests: "Senaste förfrågningarna till auktoriseringsservern",
        endpoint: "Slutpunkt",
        error: "Fel",
        none: "Inga ännu.",
        foreign: "Formuläret kommer från en annan sida. Använd knapparna på sidan / här.",
        fault_kinds: [
            "Status 500",
            "Status 503, försök igen om 5 s",
            "En sida i stället för ett svar",
            "Svaret slutar mitt i",
            "Förbindelsen bryts",
            "5 s för sent",
            "Okända fält",
            "Halva listan saknas",
            "Användaren nekar",
        ],
    },
};

fn wrong_callback(error: CallbackError) -> &'static str {
    match error {
        CallbackError::Missing => "Återvändsadressen saknas; ange en såsom http://127.0.0.1:8976/callback.",
        CallbackError::Characters => {
            "Återvändsadressen har blanksteg, omvända snedstreck eller tecken som måste procentkodas."
        }
        CallbackError::NoUrl => "Återvändsadressen är ingen URL; ange en såsom http://127.0.0.1:8976/callback.",
        CallbackError::Fragment => "Återvändsadressen får inte ha någon del efter #.",
        CallbackError::User => "Återvändsadressen får inte innehålla användarnamn eller lösenord.",
        CallbackError::Asterisk => {
            "Återvändsadressen får inte innehålla någon asterisk: adresser jämförs bokstav för bokstav, ingen står för flera."
        }
        CallbackError::NoHost => "Återvändsadressen nämner ingen värd.",
        CallbackError::Scheme => "Återvändsadressen måste leda till ett program: http, https eller ett eget schema.",
    }
}
