//! The codes of regions and provinces.

use crate::messages;

crate::text_value! {
    /// The ISTAT code of one of the twenty regions.
    RegionCode {
        min: 2, max: 2, multiline: false, pattern: Some("^(0[1-9]|1[0-9]|20)$"), format: None,
        example: "08",
        description: "ISTAT code of a region, two digits from 01 to 20.",
        check: |text| {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            if digits && text.parse::<u8>().is_ok_and(|code| (1..=20).contains(&code)) {
                Ok(text)
            } else {
                Err(&messages::INVALID_FORMAT)
            }
        },
    }
}

crate::text_value! {
    /// ISTAT code of a province-level unit, three digits.
    ProvinceCode {
        min: 3, max: 3, multiline: false, pattern: Some("^[0-9]{3}$"), format: None,
        example: "040",
        description: "ISTAT code of a province or metropolitan city, three digits.",
        check: |text| {
            if text.bytes().all(|byte| byte.is_ascii_digit()) {
                Ok(text)
            } else {
                Err(&messages::INVALID_FORMAT)
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TextValue;

    #[test]
    fn there_are_twenty_regions() {
        let good = (0..100)
            .filter(|code| RegionCode::parse(&format!("{code:02}")).is_ok())
            .count();
        assert_eq!(good, 20);
        assert!(RegionCode::parse("+1").is_err());
        assert!(RegionCode::parse(RegionCode::EXAMPLE).is_ok());
    }
}
