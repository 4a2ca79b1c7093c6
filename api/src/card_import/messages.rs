//! What is said about rows that cannot be imported.

domain_shared::define_messages! {
    /// A header that no column has.
    UNKNOWN_COLUMN = "unknown_column",
        "La colonna «{name}» non è tra quelle del modello.",
        "The column “{name}” is not one of the template.";
    /// A table without any column of the template that says something of a card.
    NO_COLUMNS = "no_columns",
        "La tabella non contiene colonne del modello.",
        "The table has no column of the template.";
    /// Not a whole number.
    INVALID_INTEGER = "invalid_integer",
        "Serve un numero intero.",
        "A whole number is needed.";
    /// Not a decimal number.
    INVALID_NUMBER = "invalid_number",
        "Serve un numero decimale.",
        "A decimal number is needed.";
    /// Neither yes nor no.
    INVALID_FLAG = "invalid_flag",
        "Serve sì o no.",
        "Yes or no is needed.";
    /// Not weekly hours.
    INVALID_HOURS = "invalid_hours",
        "Gli orari non sono leggibili: per esempio «lun 09:00-12:30; mar-ven 14:00-18:00».",
        "The hours are not readable: for example “lun 09:00-12:30; mar-ven 14:00-18:00”.";
    /// Several places have this name.
    AMBIGUOUS_NAME = "ambiguous_name",
        "Il nome è di più luoghi: aggiungere la sigla della provincia, o usare il codice.",
        "Several places have this name: add the abbreviation of the province, or use the code.";
    /// A member that a line of JSON cannot have.
    UNREADABLE_LINE = "unreadable_line",
        "La riga non ha la forma di una scheda: {reason}",
        "The line does not have the form of a card: {reason}";
    /// A member that a line of JSON does not have.
    UNKNOWN_MEMBER = "unknown_member",
        "Il campo non è previsto.",
        "The member is not known.";
    /// The same card twice in a table.
    REPEATED_CARD = "repeated_card",
        "La stessa scheda compare in una riga precedente della tabella.",
        "The same card is in an earlier row of the table.";
    /// No identifier to find the card by next time.
    NO_EXTERNAL_ID = "no_external_id",
        "Senza identificativo esterno la scheda è sempre creata: una nuova importazione ne creerà un'altra.",
        "Without an external identifier the card is always created: another import will make another one.";
    /// Under review, or archived.
    CARD_NOT_OPEN = "card_not_open",
        "La scheda non si può modificare in questo stato ({status}).",
        "The card cannot be changed in this state ({status}).";
    /// Good, but others are not.
    NOT_WRITTEN = "not_written",
        "La riga è corretta, ma non è stata scritta perché altre non lo sono.",
        "The row is right, but was not written because others are not.";
    /// More rows than one import takes.
    TOO_MANY_ROWS = "too_many_rows",
        "La tabella ha più di {max} righe.",
        "The table has more than {max} rows.";
    /// Nobody may do this any more.
    NOT_ALLOWED = "not_allowed",
        "Chi ha chiesto l'importazione non ha più il permesso di eseguirla.",
        "Whoever asked for the import may not do it any more.";
    /// The process died, and there is no file to go on with.
    INTERRUPTED = "interrupted",
        "L'operazione si è interrotta e non può riprendere: {done} righe sono state elaborate.",
        "The job was interrupted and cannot go on: {done} rows were processed.";
    /// The hub failed.
    JOB_FAILED = "job_failed",
        "Si è verificato un errore imprevisto dopo {done} righe; quelle elaborate restano.",
        "An unexpected error occurred after {done} rows; those that were processed stay.";
    /// The hub failed before anything was written.
    JOB_UNDONE = "job_undone",
        "Si è verificato un errore imprevisto: nessuna scheda è stata scritta.",
        "An unexpected error occurred: no card was written.";
    /// Wrong rows in an import of all or nothing.
    NOTHING_WRITTEN = "nothing_written",
        "Nessuna scheda è stata scritta: {failed} righe contengono errori.",
        "No card was written: {failed} rows have mistakes.";
}
