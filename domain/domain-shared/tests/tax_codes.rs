//! Every test vector for tax codes and VAT numbers: synthetic vectors, agreed by python-stdnum and
//! python-codicefiscale.

use domain_shared::{TAX_CODE_CHECK, TAX_CODE_DATE, TaxCode, TextValue, VatNumber};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    tax_codes: Vec<Vector>,
    vat_numbers: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    value: String,
    ok: bool,
    #[serde(default)]
    kind: String,
}

#[test]
fn every_vector_is_judged_as_the_source_says() {
    let vectors: Vectors = serde_json::from_str(include_str!("data/tax_codes.json")).unwrap();
    assert_eq!(
        (vectors.tax_codes.len(), vectors.vat_numbers.len()),
        (44, 13)
    );
    for Vector { value, ok, kind } in vectors.tax_codes {
        let parsed = TaxCode::parse(&value);
        assert_eq!(parsed.is_ok(), ok, "{value}");
        if kind == "invalid-date" {
            assert_eq!(parsed, Err(&TAX_CODE_DATE), "{value}");
        }
    }
    assert_eq!(TaxCode::parse("RSSMRA85M01H501A"), Err(&TAX_CODE_CHECK));
    for Vector { value, ok, .. } in vectors.vat_numbers {
        assert_eq!(VatNumber::parse(&value).is_ok(), ok, "{value}");
    }
}

#[test]
fn they_travel_as_checked_text() {
    let code: TaxCode = serde_json::from_str("\"rssmra85m01h501q\"").unwrap();
    assert_eq!(
        serde_json::to_string(&code).unwrap(),
        "\"RSSMRA85M01H501Q\""
    );
    assert!(serde_json::from_str::<VatNumber>("\"00743110158\"").is_err());
}
