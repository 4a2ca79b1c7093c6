//! The one table of error codes: code, HTTP status, titles, explanation.

use actix_web::http::StatusCode;
use domain_shared::{Locale, codes};

codes! {
    /// What kind of problem an answer reports. The labels are the titles.
    pub enum ProblemCode {
        /// Not even well formed.
        MalformedRequest = "malformed_request", "Richiesta non leggibile", "Malformed request";
        /// Unknown or wrong query parameters.
        InvalidParameters = "invalid_parameters", "Parametri non validi", "Invalid parameters";
        /// A cursor of another list or of other filters.
        InvalidCursor = "invalid_cursor", "Cursore non valido", "Invalid cursor";
        /// Nobody is signed in, or the token is not good.
        Unauthenticated = "unauthenticated", "Autenticazione necessaria", "Authentication required";
        /// Wrong e-mail address or password.
        InvalidCredentials = "invalid_credentials", "Credenziali non valide", "Invalid credentials";
        /// The role does not allow it.
        Forbidden = "forbidden", "Operazione non consentita", "Forbidden";
        /// A password must be chosen first.
        PasswordChangeRequired = "password_change_required", "Cambio della password necessario", "Password change required";
        /// It does not exist, or must not be known.
        NotFound = "not_found", "Risorsa non trovata", "Not found";
        /// The resource does not know the method.
        MethodNotAllowed = "method_not_allowed", "Metodo non ammesso", "Method not allowed";
        /// None of the accepted media types can be served.
        NotAcceptable = "not_acceptable", "Formato di risposta non disponibile", "Not acceptable";
        /// The same key is in use by a request that still runs.
        RequestInProgress = "request_in_progress", "Richiesta già in corso", "Request in progress";
        /// The state does not allow the transition.
        InvalidTransition = "invalid_transition", "Passaggio di stato non ammesso", "Invalid transition";
        /// A point lacks the trained staff it needs.
        StaffNotReady = "staff_not_ready", "Personale formato insufficiente", "Not enough trained staff";
        /// Another reviewer works on it.
        ClaimedByOther = "claimed_by_other", "Scheda già in carico ad altri", "Claimed by somebody else";
        /// A benefit of another signed agreement holds for the same people and thing on the same days.
        BenefitOverlap = "benefit_overlap", "Vantaggio già concesso", "Benefit given already";
        /// Another signed agreement says the same on the same days.
        AgreementOverlap = "agreement_overlap", "Accordo già in essere", "Agreement in force already";
        /// The campaign takes no answers: it is not open, or this is none of its days.
        CampaignClosed = "campaign_closed", "La campagna non raccoglie risposte", "The campaign takes no answers";
        /// The campaign has no results yet.
        ResultsNotReady = "results_not_ready", "Risultati non ancora disponibili", "Results not ready";
        /// A report of the campaign waits or is being made.
        ReportUnderWay = "report_under_way", "Report già in preparazione", "Report under way";
        /// The report is not made, or was given up.
        ReportNotReady = "report_not_ready", "Report non disponibile", "Report not ready";
        /// Results of the campaign are published, so what they count stays.
        ResultsPublished = "results_published", "Risultati già pubblicati", "Results published";
        /// No more answers of the category, or of the point, are taken.
        QuotaFull = "quota_full", "Quota esaurita", "Quota full";
        /// The respondent has a response already.
        AlreadyAnswered = "already_answered", "Risposta già presente", "Answered already";
        /// The identifier of the submission was used for another body.
        InstanceReused = "instance_reused", "Identificativo di invio già usato", "Instance identifier reused";
        /// The answers that an edit replaces were replaced already.
        InstanceSuperseded = "instance_superseded", "Risposta già corretta", "Instance superseded";
        /// The response was deleted and does not come back.
        ResponseDeleted = "response_deleted", "Risposta eliminata", "Response deleted";
        /// Somebody answered with the link already.
        LinkUsed = "link_used", "Collegamento già usato", "Link used already";
        /// Something else has the same unique value.
        Conflict = "conflict", "Conflitto con un altro elemento", "Conflict";
        /// It is still used.
        InUse = "in_use", "Elemento ancora in uso", "Still in use";
        /// The version is not the current one.
        StaleVersion = "stale_version", "Versione superata", "Stale version";
        /// The body is too large.
        PayloadTooLarge = "payload_too_large", "Contenuto troppo grande", "Payload too large";
        /// The URL is too long.
        UriTooLong = "uri_too_long", "Indirizzo troppo lungo", "URI too long";
        /// The media type of the body is not read here.
        UnsupportedMediaType = "unsupported_media_type", "Formato non supportato", "Unsupported media type";
        /// Well formed, but wrong.
        InvalidContent = "invalid_content", "Contenuto non valido", "Invalid content";
        /// The idempotency key was used for another request.
        IdempotencyKeyReused = "idempotency_key_reused", "Chiave di idempotenza già usata", "Idempotency key reused";
        /// A write without `If-Match`.
        PreconditionRequired = "precondition_required", "Precondizione necessaria", "Precondition required";
        /// Too many requests.
        TooManyRequests = "too_many_requests", "Troppe richieste", "Too many requests";
        /// A fault of the hub.
        InternalError = "internal_error", "Errore interno", "Internal error";
        /// Not now.
        ServiceUnavailable = "service_unavailable", "Servizio non disponibile", "Service unavailable";
    }
}

impl ProblemCode {
    /// The HTTP status it goes out with.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::MalformedRequest | Self::InvalidParameters | Self::InvalidCursor => {
                StatusCode::BAD_REQUEST
            }
            Self::Unauthenticated | Self::InvalidCredentials => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::PasswordChangeRequired => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::RequestInProgress
            | Self::InvalidTransition
            | Self::StaffNotReady
            | Self::ClaimedByOther
            | Self::BenefitOverlap
            | Self::AgreementOverlap
            | Self::CampaignClosed
            | Self::ResultsNotReady
            | Self::ReportUnderWay
            | Self::ReportNotReady
            | Self::ResultsPublished
            | Self::QuotaFull
            | Self::AlreadyAnswered
            | Self::InstanceReused
            | Self::InstanceSuperseded
            | Self::ResponseDeleted
            | Self::LinkUsed
            | Self::Conflict
            | Self::InUse => StatusCode::CONFLICT,
            Self::StaleVersion => StatusCode::PRECONDITION_FAILED,
            Self::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UriTooLong => StatusCode::URI_TOO_LONG,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::InvalidContent | Self::IdempotencyKeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
            Self::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
            Self::InternalError => StatusCode::INTERNAL_SERVER_ERROR,
            Self::ServiceUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The code for a bare status that some library answered with.
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
        match status.as_u16() {
            401 => Self::Unauthenticated,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            405 => Self::MethodNotAllowed,
            406 => Self::NotAcceptable,
            413 => Self::PayloadTooLarge,
            414 => Self::UriTooLong,
            415 => Self::UnsupportedMediaType,
            429 => Self::TooManyRequests,
            503 => Self::ServiceUnavailable,
            400..=499 => Self::MalformedRequest,
            _ => Self::InternalError,
        }
    }

    /// What it means and what to do, for the page behind the `type` URI and as default detail.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one table, two lines a code")]
    pub const fn explanation(self, locale: Locale) -> &'static str {
        let (it, en) = match self {
            Self::MalformedRequest => (
                "La richiesta non è ben formata: il corpo non è JSON leggibile o l'intestazione è errata.",
                "The request is not well formed: the body is no readable JSON or a header is wrong.",
            ),
            Self::InvalidParameters => (
                "Uno o più parametri della query sono sconosciuti o hanno un valore errato; l'elenco errors li nomina tutti.",
                "One or more query parameters are unknown or have a wrong value; the list errors names them all.",
            ),
            Self::InvalidCursor => (
                "Il cursore non appartiene a questo elenco con questi filtri: ripartire dalla prima pagina.",
                "The cursor does not belong to this list with these filters: start again from the first page.",
            ),
            Self::Unauthenticated => (
                "Serve un token di accesso valido nell'intestazione Authorization.",
                "A valid access token is needed in the Authorization header.",
            ),
            Self::InvalidCredentials => (
                "L'indirizzo e-mail o la password non sono corretti.",
                "The e-mail address or the password is not correct.",
            ),
            Self::Forbidden => (
                "Il ruolo di chi chiede non consente questa operazione.",
                "The role of the caller does not allow this operation.",
            ),
            Self::PasswordChangeRequired => (
                "Prima di ogni altra operazione occorre scegliere una nuova password.",
                "A new password must be chosen before anything else.",
            ),
            Self::NotFound => (
                "La risorsa non esiste o non è accessibile.",
                "The resource does not exist or cannot be accessed.",
            ),
            Self::MethodNotAllowed => (
                "La risorsa non ammette questo metodo; l'intestazione Allow elenca quelli ammessi.",
                "The resource does not allow this method; the Allow header lists those it does.",
            ),
            Self::NotAcceptable => (
                "La risorsa non è disponibile nel formato richiesto.",
                "The resource is not available in the requested format.",
            ),
            Self::RequestInProgress => (
                "Una richiesta con la stessa chiave di idempotenza è ancora in corso: riprovare tra poco.",
                "A request with the same idempotency key is still running: try again shortly.",
            ),
            Self::InvalidTransition => (
                "Lo stato attuale non ammette questo passaggio; allowed elenca quelli possibili.",
                "The current state does not allow this transition; allowed lists those it does.",
            ),
            Self::StaffNotReady => (
                "Un punto apre al pubblico solo con almeno due specialisti attivi e con la formazione completa.",
                "A point opens to the public only with at least two active specialists whose training is complete.",
            ),
            Self::ClaimedByOther => (
                "La scheda è già in carico a un'altra persona; l'amministrazione della rete può subentrare con take_over.",
                "Another reviewer claimed the card; the network's administration can take it over with take_over.",
            ),
            Self::BenefitOverlap => (
                "Un altro accordo firmato concede già un vantaggio alle stesse persone sullo stesso servizio negli stessi giorni; conflicting_id lo nomina.",
                "Another signed agreement gives a benefit to the same people on the same service on the same days already; conflicting_id names it.",
            ),
            Self::AgreementOverlap => (
                "Un altro accordo firmato dello stesso tipo, tra le stesse parti e sullo stesso ambito vale negli stessi giorni; conflicting_id lo nomina.",
                "Another signed agreement of the same kind among the same parties about the same things is in force on the same days; conflicting_id names it.",
            ),
            Self::CampaignClosed => (
                "La campagna non è aperta oppure oggi non rientra nel suo periodo.",
                "The campaign is not open, or today is not within its period.",
            ),
            Self::ResultsNotReady => (
                "I risultati si pubblicano quando la campagna è chiusa: prima, il confronto tra due letture rivelerebbe le singole risposte.",
                "Results are published when the campaign is closed: before that, two readings compared would reveal single answers.",
            ),
            Self::ReportUnderWay => (
                "Un report della campagna è già in preparazione: se ne prepara uno alla volta.",
                "A report of the campaign is being made already; one is made at a time.",
            ),
            Self::ReportNotReady => (
                "Il report non è ancora pronto, oppure la preparazione non è andata a buon fine o è stata annullata.",
                "The report is not ready yet, or making it failed or was cancelled.",
            ),
            Self::ResultsPublished => (
                "La campagna è chiusa e i risultati sono pubblicati: una risposta non si può più respingere né riammettere, perché il confronto con i risultati già letti la rivelerebbe.",
                "The campaign is closed and its results are published: a response can no longer be rejected or taken in again, because results that were read before would reveal it.",
            ),
            Self::QuotaFull => (
                "Per questa categoria o per questo punto è già stato raccolto il numero massimo di risposte.",
                "As many responses as are taken of this category or at this point are there already.",
            ),
            Self::AlreadyAnswered => (
                "La persona ha già una risposta in questa campagna; conflicting_id la nomina: per continuarla o correggerla si invia il suo instance_id come deprecated_id.",
                "The respondent has a response in this campaign already; conflicting_id names it: to go on with it or to correct it, send its instance_id as deprecated_id.",
            ),
            Self::InstanceReused => (
                "Lo stesso instance_id è già stato usato per un invio diverso: ogni versione di una risposta ha il suo.",
                "The same instance_id was used for another submission: every version of a response has its own.",
            ),
            Self::InstanceSuperseded => (
                "La versione indicata in deprecated_id è già stata sostituita: rileggere la risposta e ripartire da quella attuale.",
                "The version named in deprecated_id was replaced already: read the response again and start from the present one.",
            ),
            Self::ResponseDeleted => (
                "La risposta è stata eliminata e non può tornare.",
                "The response was deleted and cannot come back.",
            ),
            Self::LinkUsed => (
                "Con questo collegamento si è già risposto: vale una volta sola.",
                "This link was used to answer already: it works once.",
            ),
            Self::Conflict => (
                "L'operazione è in conflitto con un altro elemento esistente.",
                "The operation conflicts with another existing item.",
            ),
            Self::InUse => (
                "L'elemento è ancora usato da altri e non può essere rimosso.",
                "The item is still used by others and cannot be removed.",
            ),
            Self::StaleVersion => (
                "La risorsa è stata modificata nel frattempo: rileggerla e riprovare con il nuovo ETag.",
                "The resource was changed in the meantime: read it again and retry with the new ETag.",
            ),
            Self::PayloadTooLarge => (
                "Il corpo della richiesta supera la dimensione ammessa.",
                "The request body exceeds the allowed size.",
            ),
            Self::UriTooLong => (
                "L'indirizzo supera la lunghezza ammessa.",
                "The URI exceeds the allowed length.",
            ),
            Self::UnsupportedMediaType => (
                "Il tipo del contenuto inviato non è tra quelli accettati da questa operazione.",
                "The type of the content sent is not among those this operation accepts.",
            ),
            Self::InvalidContent => (
                "Il contenuto è leggibile ma non valido; l'elenco errors nomina ogni errore.",
                "The content is readable but not valid; the list errors names every mistake.",
            ),
            Self::IdempotencyKeyReused => (
                "La chiave di idempotenza è già stata usata per una richiesta diversa.",
                "The idempotency key was already used for a different request.",
            ),
            Self::PreconditionRequired => (
                "Per modificare la risorsa serve l'intestazione If-Match con l'ETag letto.",
                "Changing the resource needs the If-Match header with the ETag that was read.",
            ),
            Self::TooManyRequests => (
                "Sono state inviate troppe richieste: attendere il tempo indicato da Retry-After.",
                "Too many requests were sent: wait for the time that Retry-After names.",
            ),
            Self::InternalError => (
                "Si è verificato un errore imprevisto; l'identificativo in instance permette di rintracciarlo.",
                "An unexpected error occurred; the identifier in instance allows it to be traced.",
            ),
            Self::ServiceUnavailable => (
                "Il servizio non è momentaneamente disponibile: riprovare più tardi.",
                "The service is temporarily unavailable: try again later.",
            ),
        };
        match locale {
            Locale::Italian => it,
            Locale::English => en,
        }
    }
}
