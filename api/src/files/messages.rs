//! What is said about files that are not taken.

domain_shared::define_messages! {
    /// Nothing was sent.
    FILE_EMPTY = "file_empty",
        "Il file è vuoto.",
        "The file is empty.";
    /// Larger than `{max}` bytes.
    FILE_TOO_LARGE = "file_too_large",
        "Il file supera la dimensione massima di {max} byte.",
        "The file exceeds the maximum size of {max} bytes.";
    /// No kind that is taken.
    FILE_UNSUPPORTED = "file_unsupported",
        "Il tipo di file non è ammesso: sono accettati PDF, PNG, JPEG, WebP, ODT e DOCX.",
        "This type of file is not allowed: PDF, PNG, JPEG, WebP, ODT and DOCX are accepted.";
    /// Declared `{declared}`, is something else.
    FILE_MISMATCH = "file_mismatch",
        "Il contenuto del file non corrisponde a quanto dichiarato ({declared}).",
        "The content of the file does not agree with what is declared ({declared}).";
    /// Ends too early, or makes no sense.
    FILE_DAMAGED = "file_damaged",
        "Il file è danneggiato o incompleto.",
        "The file is damaged or incomplete.";
    /// An image of more pixels than are taken.
    IMAGE_TOO_LARGE = "image_too_large",
        "L'immagine è troppo grande: al massimo 10.000 pixel per lato e 50 megapixel.",
        "The image is too large: at most 10,000 pixels a side and 50 megapixels.";
    /// Needs a password.
    FILE_ENCRYPTED = "file_encrypted",
        "Il file è protetto da password.",
        "The file is protected by a password.";
    /// Contains macros or programs.
    FILE_ACTIVE = "file_active",
        "Il file contiene macro o programmi, che non sono ammessi.",
        "The file contains macros or programs, which are not allowed.";
    /// Contains files of other kinds.
    FILE_NESTED = "file_nested",
        "Il file contiene altri archivi o documenti incorporati, che non sono ammessi.",
        "The file contains other archives or embedded documents, which are not allowed.";
    /// Becomes far larger when it is unpacked.
    FILE_BOMB = "file_bomb",
        "Il file occupa troppo spazio una volta decompresso.",
        "The file takes too much space once it is unpacked.";
}
