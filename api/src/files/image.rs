//! The size of images, read from their headers without decoding a pixel.

/// Width and height in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dimensions {
    /// Pixels from left to right, at least 1.
    pub width: u32,
    /// Pixels from top to bottom, at least 1.
    pub height: u32,
}

/// Longest side that is taken.
pub const MAX_SIDE: u32 = 10_000;
/// Most pixels that are taken.
pub const MAX_PIXELS: u64 = 50_000_000;

impl Dimensions {
    fn new(width: u32, height: u32) -> Option<Self> {
        (width > 0 && height > 0).then_some(Self { width, height })
    }

    /// Whether decoding it will not exhaust whoever shows it.
    #[must_use]
    pub fn is_bearable(self) -> bool {
        self.width <= MAX_SIDE
            && self.height <= MAX_SIDE
            && u64::from(self.width) * u64::from(self.height) <= MAX_PIXELS
    }
}

fn take<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    take(bytes, at).map(u32::from_be_bytes)
}

fn be16(bytes: &[u8], at: usize) -> Option<u32> {
    take(bytes, at).map(u16::from_be_bytes).map(u32::from)
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    take(bytes, at).map(u32::from_le_bytes)
}

fn le24(bytes: &[u8], at: usize) -> Option<u32> {
    take(bytes, at).map(|[a, b, c]: [u8; 3]| u32::from_le_bytes([a, b, c, 0]))
}

/// The size of a PNG whose chunks follow each other up to the end of the file; nothing when they do
/// not, or when something is appended.
#[must_use]
pub fn png(bytes: &[u8]) -> Option<Dimensions> {
    let mut at = 8;
    let mut size = None;
    loop {
        let length = usize::try_from(be32(bytes, at)?).ok()?;
        let kind: [u8; 4] = take(bytes, at + 4)?;
        let end = at.checked_add(12)?.checked_add(length)?;
        if end > bytes.len() {
            return None;
        }
        match (&kind, size) {
            (b"IHDR", None) if length == 13 => {
                size = Some(Dimensions::new(
                    be32(bytes, at + 8)?,
                    be32(bytes, at + 12)?,
                )?);
            }
            (b"IHDR", _) | (_, None) => return None,
            (b"IEND", Some(size)) => return (end == bytes.len()).then_some(size),
            (_, Some(_)) => {}
        }
        at = end;
    }
}

/// The size of a JPEG, from its first frame header; nothing when no scan follows it.
#[must_use]
pub fn jpeg(bytes: &[u8]) -> Option<Dimensions> {
    let mut at = 2;
    let mut size = None;
    loop {
        let [mark, kind]: [u8; 2] = take(bytes, at)?;
        if mark != 0xFF {
            return None;
        }
        match kind {
            // Fill bytes, and markers that stand alone.
            0xFF => {
                at += 1;
                continue;
            }
            0x01 | 0xD0..=0xD7 => {
                at += 2;
                continue;
            }
            0xDA => return size,
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF if size.is_none() => {
                size = Some(Dimensions::new(be16(bytes, at + 7)?, be16(bytes, at + 5)?)?);
            }
            0xD8 | 0xD9 => return None,
            _ => {}
        }
        let length = usize::try_from(be16(bytes, at + 2)?).ok()?;
        if length < 2 {
            return None;
        }
        at += 2 + length;
    }
}

/// The size of a WebP whose container is as long as the file.
#[must_use]
pub fn webp(bytes: &[u8]) -> Option<Dimensions> {
    let declared = usize::try_from(le32(bytes, 4)?).ok()?.checked_add(8)?;
    if declared != bytes.len() {
        return None;
    }
    match &take(bytes, 12)? {
        b"VP8X" => Dimensions::new(le24(bytes, 24)? + 1, le24(bytes, 27)? + 1),
        b"VP8L" if bytes.get(20) == Some(&0x2F) => {
            let bits = le32(bytes, 21)?;
            Dimensions::new((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1)
        }
        b"VP8 " if take(bytes, 23)? == [0x9D, 0x01, 0x2A] => {
            let sides = le32(bytes, 26)?;
            Dimensions::new(sides & 0x3FFF, (sides >> 16) & 0x3FFF)
        }
        _ => None,
    }
}
