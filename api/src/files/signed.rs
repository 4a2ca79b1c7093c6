//! Signed documents: a PDF, a PDF with a signature in it, or an envelope with a document in it. What a
//! signature is worth is not looked at: the file is kept as it is.

use domain_agreements::SignedFormat;
use domain_cards::MediaKind;

use super::kind::{Declared, FileRefusal, recognise};

/// Media type of an envelope.
pub const ENVELOPE_MEDIA: &str = "application/pkcs7-mime";
/// Names envelopes are declared with.
const ENVELOPE_TYPES: [&str; 4] = [
    ENVELOPE_MEDIA,
    "application/x-pkcs7-mime",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
];
/// `signedData` of CMS (1.2.840.113549.1.7.2), as DER writes the identifier.
const SIGNED_DATA: [u8; 11] = [
    0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02,
];

/// Tells how a document is signed. Not on the async threads.
///
/// # Errors
/// Why it is not taken.
pub fn recognise_signed(
    bytes: &[u8],
    declared: Declared<'_>,
    max_bytes: usize,
) -> Result<SignedFormat, FileRefusal> {
    if bytes.len() > max_bytes {
        return Err(FileRefusal::TooLarge(max_bytes));
    }
    if is_envelope(bytes) {
        return agree(declared).map(|()| SignedFormat::Cades);
    }
    let kind = recognise(bytes, declared, max_bytes)?;
    if kind.media != MediaKind::Pdf {
        return Err(FileRefusal::Unsupported);
    }
    Ok(if has_signature(bytes) {
        SignedFormat::Pades
    } else {
        SignedFormat::Pdf
    })
}

/// Whether it is a whole `ContentInfo` with `SignedData` in it (RFC 5652), in DER or with indefinite lengths.
fn is_envelope(bytes: &[u8]) -> bool {
    const SEQUENCE: u8 = 0x30;
    const CONTENT: u8 = 0xA0;
    let Some((length, inside)) = opened(bytes, SEQUENCE) else {
        return false;
    };
    let is_whole = match length {
        Some(length) => inside.len() == length,
        // An indefinite length ends with two zeros.
        None => inside.ends_with(&[0, 0]),
    };
    let content = inside.strip_prefix(&SIGNED_DATA);
    is_whole
        && content
            .and_then(|content| opened(content, CONTENT))
            .and_then(|(_, content)| opened(content, SEQUENCE))
            .is_some()
}

/// What follows the head of an element with this tag, and how long it is meant to be; nothing for an
/// indefinite length.
fn opened(bytes: &[u8], tag: u8) -> Option<(Option<usize>, &[u8])> {
    let rest = bytes.strip_prefix(&[tag])?;
    let (&first, rest) = rest.split_first()?;
    match first {
        0x80 => Some((None, rest)),
        short @ 0..0x80 => Some((Some(usize::from(short)), rest)),
        long => {
            let (digits, rest) = rest.split_at_checked(usize::from(long & 0x7F))?;
            let length = digits.iter().try_fold(0usize, |length, digit| {
                length.checked_mul(256)?.checked_add(usize::from(*digit))
            })?;
            Some((Some(length), rest))
        }
    }
}

/// The name must end in `.p7m` and the declared type must be that of an envelope, as far as they say anything.
fn agree(declared: Declared<'_>) -> Result<(), FileRefusal> {
    let mismatch = |text: &str| Err(FileRefusal::Mismatch(text.chars().take(100).collect()));
    if let Some((_, extension)) = declared.name.and_then(|name| name.rsplit_once('.'))
        && !extension.eq_ignore_ascii_case("p7m")
    {
        return mismatch(extension);
    }
    let bare = declared.media_type.and_then(|text| text.split(';').next());
    match bare.map(str::trim) {
        None | Some("") => Ok(()),
        Some(bare) if bare.eq_ignore_ascii_case("application/octet-stream") => Ok(()),
        Some(bare)
            if ENVELOPE_TYPES
                .iter()
                .any(|one| bare.eq_ignore_ascii_case(one)) =>
        {
            Ok(())
        }
        Some(other) => mismatch(other),
    }
}

/// Whether a PDF has a signature dictionary: which bytes are signed, and how.
fn has_signature(bytes: &[u8]) -> bool {
    const RANGE: &[u8] = b"/ByteRange";
    const FILTER: &[u8] = b"/SubFilter";
    const FORMS: [&[u8]; 4] = [
        b"ETSI.CAdES.detached",
        b"adbe.pkcs7.detached",
        b"adbe.pkcs7.sha1",
        b"ETSI.RFC3161",
    ];
    let has = |wanted: &[u8]| bytes.windows(wanted.len()).any(|window| window == wanted);
    let signs = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        let name = rest.trim_ascii_start().strip_prefix(b"/");
        name.is_some_and(|name| FORMS.iter().any(|form| name.starts_with(form)))
    };
    let mut filters = bytes.windows(FILTER.len()).enumerate();
    has(RANGE) && filters.any(|(at, window)| window == FILTER && signs(at + FILTER.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n";

    fn envelope(filling: usize) -> Vec<u8> {
        let data = vec![0x55; filling];
        let wrapped = |tag: u8, inside: &[u8]| {
            let length = u32::try_from(inside.len()).unwrap().to_be_bytes();
            [&[tag, 0x84], length.as_slice(), inside].concat()
        };
        let signed = wrapped(0x30, &data);
        let content = [SIGNED_DATA.as_slice(), &wrapped(0xA0, &signed)].concat();
        wrapped(0x30, &content)
    }

    fn told(bytes: &[u8], name: &str) -> Result<SignedFormat, FileRefusal> {
        let declared = Declared {
            name: Some(name),
            media_type: None,
        };
        recognise_signed(bytes, declared, 1 << 20)
    }

    #[test]
    fn the_content_says_how_it_is_signed() {
        assert_eq!(told(PDF, "accordo.pdf"), Ok(SignedFormat::Pdf));
        for form in ["/ETSI.CAdES.detached", " /adbe.pkcs7.detached"] {
            let signed = format!(
                "%PDF-1.7\n1 0 obj\n<</Type/Sig/SubFilter{form}/ByteRange [0 1 2 3]>>\nendobj\n%%EOF\n"
            );
            assert_eq!(
                told(signed.as_bytes(), "accordo.pdf"),
                Ok(SignedFormat::Pades)
            );
        }
        assert_eq!(
            told(&envelope(300), "accordo.pdf.p7m"),
            Ok(SignedFormat::Cades)
        );
        assert_eq!(told(&envelope(0), "accordo.P7M"), Ok(SignedFormat::Cades));
    }

    #[test]
    fn an_envelope_of_indefinite_length_is_one() {
        let open = [0x30, 0x80];
        let inside = [SIGNED_DATA.as_slice(), &[0xA0, 0x80, 0x30, 0x80, 1, 2]].concat();
        let whole = [&open, inside.as_slice(), &[0; 6]].concat();
        assert_eq!(told(&whole, "a.p7m"), Ok(SignedFormat::Cades));
        let cut = [&open, inside.as_slice()].concat();
        assert_eq!(told(&cut, "a.p7m"), Err(FileRefusal::Unsupported));
    }

    #[test]
    fn what_merely_looks_signed_is_not() {
        let mut short = envelope(300);
        short.pop();
        let mut other = envelope(300);
        // `data` instead of `signedData`.
        other[16] = 0x01;
        for bytes in [short, other, vec![0x30, 0xFF], vec![0x30]] {
            assert!(told(&bytes, "a.p7m").is_err());
        }
        assert!(told(&envelope(9), "a.pdf").is_err());
        assert!(told(PDF, "a.p7m").is_err());
        assert_eq!(told(b"", "a.pdf"), Err(FileRefusal::Empty));
        assert!(told(b"\x89PNG\r\n\x1A\n", "a.png").is_err());
        let named = b"%PDF-1.7\n(/SubFilter /adbe.pkcs7.detached)\n%%EOF\n";
        assert_eq!(
            told(named, "a.pdf"),
            Ok(SignedFormat::Pdf),
            "no bytes are signed"
        );
    }
}
