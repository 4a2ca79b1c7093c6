//! What this context says about wrong inputs and refused actions.

use domain_shared::define_messages;

define_messages! {
    /// An assignment for a role that the specialist does not have.
    ROLE_NOT_HELD = "role_not_held",
        "Il ruolo non è tra quelli dello specialista.",
        "The role is not one of the specialist's roles.";
    /// Fewer calendar days than the course lasts; `{days}`.
    EDITION_TOO_SHORT = "edition_too_short",
        "Le date non bastano per la durata del corso ({days} giorni).",
        "The dates are too few for the duration of the course ({days} days).";
    /// A place and `online` together, or neither.
    ONE_VENUE = "one_venue",
        "Indicare il comune oppure lo svolgimento in linea, non entrambi.",
        "Give either the municipality or online delivery, not both.";
    /// More hours attended than taught; `{max}`.
    TOO_MANY_HOURS = "too_many_hours",
        "Le ore frequentate superano quelle del corso ({max}).",
        "The hours attended exceed those of the course ({max}).";
    /// Hours recorded for somebody who did not come, or none for somebody who did.
    HOURS_CONTRADICT_OUTCOME = "hours_contradict_outcome",
        "Le ore frequentate non sono compatibili con l'esito.",
        "The hours attended do not agree with the outcome.";
    /// Training that only the network itself certifies.
    NOT_EXTERNAL = "not_external",
        "Questo certificato si ottiene solo con un'edizione del corso della rete.",
        "This certificate is obtained only through an edition of the network's course.";
    /// A date that has not come yet.
    DATE_IN_FUTURE = "date_in_future",
        "La data è nel futuro.",
        "The date is in the future.";
    /// A certificate that would expire before it is issued.
    EXPIRES_BEFORE_ISSUE = "expires_before_issue",
        "La scadenza precede il rilascio.",
        "The expiry comes before the date of issue.";
    /// Two assignments of one specialist to one point in one role share a day.
    ASSIGNMENT_OVERLAP = "assignment_overlap",
        "Lo specialista ha già un incarico per lo stesso ruolo e lo stesso punto in quel periodo.",
        "The specialist already has an assignment for the same role and point in that period.";
    /// An assignment of somebody who is no longer with the network.
    SPECIALIST_INACTIVE = "specialist_inactive",
        "Lo specialista non è più attivo nella rete.",
        "The specialist is no longer active in the network.";
    /// An assignment that has begun is ended, not removed.
    ASSIGNMENT_BEGUN = "assignment_begun",
        "L'incarico è già iniziato: si può solo concludere.",
        "The assignment has begun: it can only be ended.";
    /// An assignment cannot end before its first day or after its agreed end.
    INVALID_ASSIGNMENT_END = "invalid_assignment_end",
        "La fine deve cadere nel periodo dell'incarico.",
        "The end must lie within the period of the assignment.";
    /// A course that is no longer given.
    COURSE_RETIRED = "course_retired",
        "Il corso è ritirato: non si possono aprire nuove edizioni.",
        "The course is retired: no new edition can be opened.";
    /// An edition that has not reached its dates.
    EDITION_TOO_EARLY = "edition_too_early",
        "Le date dell'edizione non lo consentono ancora.",
        "The dates of the edition do not allow it yet.";
    /// A change of an edition that is over or cancelled.
    EDITION_CLOSED = "edition_closed",
        "L'edizione è conclusa o annullata e non si modifica più.",
        "The edition is completed or cancelled and is no longer changed.";
    /// Fewer seats than people enrolled.
    CAPACITY_TOO_SMALL = "capacity_too_small",
        "I posti non bastano per chi è già iscritto.",
        "The places are not enough for those already enrolled.";
    /// Enrolment after the edition is over.
    ENROLMENT_CLOSED = "enrolment_closed",
        "Le iscrizioni all'edizione sono chiuse.",
        "Enrolment in the edition is closed.";
    /// No seat left.
    EDITION_FULL = "edition_full",
        "L'edizione non ha più posti disponibili.",
        "The edition has no places left.";
    /// Somebody enrolled twice.
    ALREADY_ENROLLED = "already_enrolled",
        "Lo specialista è già iscritto a questa edizione.",
        "The specialist is already enrolled in this edition.";
    /// Attendance of an edition that has not begun or was cancelled.
    ATTENDANCE_CLOSED = "attendance_closed",
        "La frequenza si registra solo per le edizioni in corso o concluse.",
        "Attendance is recorded only for running or completed editions.";
    /// Things that do not belong together.
    NOT_THIS_EDITION = "not_this_edition",
        "La frequenza o il corso non riguardano questa edizione.",
        "The attendance or the course is not of this edition.";
    /// A certificate before the end of the edition.
    EDITION_NOT_COMPLETED = "edition_not_completed",
        "Il certificato si rilascia solo a edizione conclusa.",
        "A certificate is issued only once the edition is completed.";
    /// A certificate for somebody who did not pass.
    NOT_PASSED = "not_passed",
        "Lo specialista non ha superato il corso.",
        "The specialist has not passed the course.";
    /// A certificate for somebody who missed too much.
    ATTENDANCE_TOO_LOW = "attendance_too_low",
        "Le ore frequentate sono meno dell'80 % di quelle del corso.",
        "The hours attended are less than 80 % of those of the course.";
    /// A second certificate for one edition.
    ALREADY_CERTIFIED = "already_certified",
        "Per questa edizione il certificato è già stato rilasciato.",
        "The certificate for this edition has already been issued.";
    /// A certificate dated before the edition ended or in the future.
    INVALID_ISSUE_DATE = "invalid_issue_date",
        "La data di rilascio deve essere compresa tra la fine dell'edizione e oggi.",
        "The date of issue must lie between the end of the edition and today.";
    /// A second revocation.
    ALREADY_REVOKED = "already_revoked",
        "Il certificato è già revocato.",
        "The certificate is already revoked.";
    /// A revocation before the issue or in the future.
    INVALID_REVOCATION_DATE = "invalid_revocation_date",
        "La data di revoca deve essere compresa tra il rilascio e oggi.",
        "The date of revocation must lie between the date of issue and today.";
}
