//! What is said about tables that cannot be read.

domain_shared::define_messages! {
    /// More bytes than an import takes.
    TABLE_TOO_LARGE = "table_too_large",
        "La tabella è troppo grande per essere importata.",
        "The table is too large to be imported.";
    /// No row of headers.
    TABLE_EMPTY = "table_empty",
        "La tabella è vuota: la prima riga deve contenere le intestazioni delle colonne.",
        "The table is empty: the first row must hold the headers of the columns.";
    /// Not what its format says.
    TABLE_WRONG_FORMAT = "table_wrong_format",
        "Il contenuto del file non è nel formato dichiarato ({format}).",
        "The content of the file is not in the declared format ({format}).";
    /// An old or encrypted workbook.
    TABLE_OLD_WORKBOOK = "table_old_workbook",
        "Il foglio di calcolo è protetto da password o nel vecchio formato XLS: salvarlo come XLSX senza password.",
        "The spreadsheet is protected by a password or in the old XLS format: save it as XLSX without a password.";
    /// Neither UTF-8 nor Windows-1252.
    TABLE_ENCODING = "table_encoding",
        "La codifica dei caratteri non è riconoscibile: salvare il file come CSV UTF-8.",
        "The character encoding cannot be recognised: save the file as CSV UTF-8.";
    /// A workbook without a sheet that is shown.
    TABLE_NO_SHEET = "table_no_sheet",
        "Il foglio di calcolo non contiene alcun foglio visibile.",
        "The workbook has no visible sheet.";
    /// Column `{column}` has no header, although others follow.
    HEADER_MISSING = "header_missing",
        "La colonna {column} non ha intestazione.",
        "Column {column} has no header.";
    /// Two columns are called `{name}`.
    HEADER_REPEATED = "header_repeated",
        "L'intestazione «{name}» compare più di una volta.",
        "The header “{name}” occurs more than once.";
    /// More than `{max}` columns.
    TOO_MANY_COLUMNS = "too_many_columns",
        "La tabella ha più di {max} colonne.",
        "The table has more than {max} columns.";
    /// A row of more than `{max}` bytes.
    ROW_TOO_LONG = "row_too_long",
        "La riga supera la dimensione massima di {max} byte.",
        "The row exceeds the maximum size of {max} bytes.";
    /// A row has cells beyond the last header.
    ROW_TOO_WIDE = "row_too_wide",
        "La riga ha più celle delle intestazioni: manca forse una virgoletta o c'è un separatore di troppo.",
        "The row has more cells than there are headers: a quotation mark may be missing or a separator too many.";
    /// A row of a CSV has fewer cells than there are headers.
    ROW_TOO_NARROW = "row_too_narrow",
        "La riga ha meno celle delle intestazioni: manca forse un separatore o una virgoletta.",
        "The row has fewer cells than there are headers: a separator or a quotation mark may be missing.";
    /// The cell of column `{column}` holds an error of the spreadsheet.
    CELL_ERROR = "cell_error",
        "La cella della colonna {column} contiene un errore del foglio di calcolo.",
        "The cell of column {column} holds an error of the spreadsheet.";
    /// A cell that is computed by the spreadsheet.
    CELL_FORMULA = "cell_formula",
        "La cella contiene una formula: sostituirla con il suo valore.",
        "The cell holds a formula: replace it by its value.";
    /// The cell holds an error of the spreadsheet, where its column is told apart.
    CELL_HOLDS_ERROR = "cell_error",
        "La cella contiene un errore del foglio di calcolo.",
        "The cell holds an error of the spreadsheet.";
    /// A line that is no JSON object.
    LINE_NOT_OBJECT = "line_not_object",
        "La riga non è un oggetto JSON leggibile.",
        "The line is no readable JSON object.";
}
