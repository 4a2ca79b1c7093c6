//! Everything that can be done in the hub and needs a decision.

use domain_shared::codes;

codes! {
    /// Something an actor asks to do. The code names it in the audit log.
    pub enum Action {
        /// Read the public reference data: territory, categories, network bodies, associations.
        ReferenceRead = "reference.read", "lettura dei dati di riferimento", "read reference data";
        /// Change sub-municipal zones.
        ZoneWrite = "zone.write", "modifica delle zone", "change zones";
        /// Change the tree of service categories.
        CategoryWrite = "service_category.write", "modifica delle tipologie", "change service categories";
        /// Change the bodies of a network.
        NetworkBodyWrite = "network_body.write", "modifica degli enti di rete", "change network bodies";
        /// Change territorial associations.
        AssociationWrite = "association.write", "modifica delle associazioni", "change associations";
        /// Read a point.
        PointRead = "point.read", "lettura di un punto", "read a point";
        /// Open or delete a point.
        PointManage = "point.manage", "apertura di un punto", "open a point";
        /// Change a point and its status.
        PointWrite = "point.write", "modifica di un punto", "change a point";
        /// Read who works at a point.
        StaffRead = "staff.read", "lettura del personale", "read staff";
        /// Assign specialists to a point.
        StaffWrite = "staff.write", "assegnazione del personale", "assign staff";
        /// Read a specialist.
        SpecialistRead = "specialist.read", "lettura di uno specialista", "read a specialist";
        /// Add a specialist.
        SpecialistCreate = "specialist.create", "inserimento di uno specialista", "add a specialist";
        /// Change a specialist.
        SpecialistWrite = "specialist.write", "modifica di uno specialista", "change a specialist";
        /// Decide about a specialist: roles, engagement, status, removal.
        SpecialistManage = "specialist.manage", "gestione di uno specialista", "manage a specialist";
        /// Read courses and editions.
        TrainingRead = "training.read", "lettura della formazione", "read training";
        /// Change courses, editions, attendance and certificates.
        TrainingWrite = "training.write", "modifica della formazione", "change training";
        /// Read a provider.
        ProviderRead = "provider.read", "lettura di un ente", "read a provider";
        /// Register a provider.
        ProviderRegister = "provider.register", "registrazione di un ente", "register a provider";
        /// Change a provider and its sites.
        ProviderWrite = "provider.write", "modifica di un ente", "change a provider";
        /// Decide on registration and accreditation of a provider.
        ProviderDecide = "provider.decide", "decisioni su un ente", "decide on a provider";
        /// Read a provider's inner matters: decisions, members, invitations.
        ProviderInside = "provider.inside", "lettura dei dati interni di un ente", "read a provider's inner data";
        /// Change the members of a provider.
        MemberWrite = "member.write", "gestione degli utenti di un ente", "manage a provider's users";
        /// Read service cards as their editors and reviewers see them: working copies, revisions, history.
        CardRead = "card.read", "lettura delle schede", "read service cards";
        /// Write and submit service cards.
        CardWrite = "card.write", "redazione delle schede", "write service cards";
        /// Review, publish, suspend and reinstate service cards.
        CardReview = "card.review", "revisione delle schede", "review service cards";
        /// Take over a card another reviewer has claimed.
        CardTakeOver = "card.take_over", "subentro nella revisione delle schede", "take over the review of cards";
        /// Comment on a card, archive it, confirm that it is still true.
        CardKeep = "card.keep", "cura delle schede", "keep service cards";
        /// Delete archived cards for good.
        CardPurge = "card.purge", "eliminazione definitiva delle schede", "delete cards for good";
        /// Import service cards.
        CardImport = "card.import", "importazione delle schede", "import service cards";
        /// Read the public catalogue of services.
        ServiceRead = "service.read", "consultazione del catalogo", "read the catalogue";
        /// Report that a published card is wrong.
        CardReportSend = "card_report.send", "segnalazione di una scheda", "report a card";
        /// Read and answer reports on cards.
        CardReportAnswer = "card_report.answer", "risposta alle segnalazioni", "answer reports on cards";
        /// Read when cards are to be verified.
        CardRulesRead = "card_rules.read", "lettura delle regole di verifica", "read the rules of verification";
        /// Change when cards are to be verified and whether stale ones are hidden.
        CardRulesWrite = "card_rules.write", "modifica delle regole di verifica", "change the rules of verification";
        /// Read the progress and the report of one's jobs.
        JobRead = "job.read", "lettura delle operazioni in corso", "read jobs";
        /// Read templates of agreements.
        AgreementTemplateRead = "agreement_template.read", "lettura del modulario", "read templates of agreements";
        /// Write templates of agreements, bring them into use and take them out of it.
        AgreementTemplateWrite = "agreement_template.write", "gestione del modulario", "keep templates of agreements";
        /// Read agreements.
        AgreementRead = "agreement.read", "lettura degli accordi", "read agreements";
        /// Write agreements, change and renew them, send them to review, take them back.
        AgreementWrite = "agreement.write", "redazione degli accordi", "write agreements";
        /// Review agreements and send them to the other side.
        AgreementReview = "agreement.review", "revisione degli accordi", "review agreements";
        /// Accept or refuse the text of an agreement, or propose another.
        AgreementAnswer = "agreement.answer", "risposta agli accordi", "answer agreements";
        /// Record the signature of a party, keep the signed document.
        AgreementSign = "agreement.sign", "firma degli accordi", "sign agreements";
        /// End a signed agreement.
        AgreementEnd = "agreement.end", "cessazione degli accordi", "end agreements";
        /// Read what agreements cover, point by point.
        AgreementReport = "agreement.report", "lettura della copertura degli accordi", "read the coverage by agreements";
        /// Make and revoke calendar feeds.
        CalendarFeedKeep = "calendar_feed.keep", "gestione dei calendari", "keep calendar feeds";
        /// Read a calendar feed by its secret link.
        CalendarFeedRead = "calendar_feed.read", "lettura di un calendario", "read a calendar feed";
        /// Read questionnaires.
        QuestionnaireRead = "questionnaire.read", "lettura dei questionari", "read questionnaires";
        /// Write questionnaires, bring them into use and take them out of it.
        QuestionnaireWrite = "questionnaire.write", "gestione dei questionari", "keep questionnaires";
        /// Read survey campaigns, their quotas and their progress.
        SurveyCampaignRead = "survey_campaign.read", "lettura delle campagne di indagine", "read survey campaigns";
        /// Plan, open and close survey campaigns.
        SurveyCampaignWrite = "survey_campaign.write", "gestione delle campagne di indagine", "manage survey campaigns";
        /// Read who is asked and what they answered, one by one.
        SurveyResponseRead = "survey_response.read", "lettura delle risposte alle indagini", "read survey responses";
        /// Keep the list of respondents, call them, record their answers, give out links.
        SurveyResponseWrite = "survey_response.write", "raccolta delle risposte alle indagini", "collect survey responses";
        /// Review the responses collected.
        SurveyResponseReview = "survey_response.review", "revisione delle risposte alle indagini", "review survey responses";
        /// Answer a survey by a single-use link.
        SurveyLinkAnswer = "survey_link.answer", "risposta a un'indagine tramite collegamento", "answer a survey by link";
        /// Read results of surveys, without what would point at a person.
        SurveyResultRead = "survey_result.read", "lettura dei risultati delle indagini", "read survey results";
        /// Read open answers and give them codes.
        SurveyAnswerCode = "survey_answer.code", "codifica delle risposte aperte", "code open answers";
        /// Export the data of surveys, respondent by respondent, under pseudonyms.
        SurveyDataExport = "survey_data.export", "esportazione dei dati delle indagini", "export survey data";
        /// Accept an invitation by its code.
        InvitationAccept = "invitation.accept", "accettazione di un invito", "accept an invitation";
        /// Read user accounts.
        UserRead = "user.read", "lettura degli utenti", "read users";
        /// Create, change and disable user accounts and their roles.
        UserWrite = "user.write", "gestione degli utenti", "manage users";
        /// Sign in and out, change one's own account.
        AccountOwn = "account.own", "gestione del proprio account", "manage one's own account";
        /// Read the audit log.
        AuditRead = "audit.read", "lettura del registro delle operazioni", "read the audit log";
    }
}
