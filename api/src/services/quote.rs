//! `GET /benefits/quote`: what somebody pays for a service with the benefits of agreements, and why.

use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use domain_agreements::{Asker, Offer, PriceSpan, Quote, Verdict, quote, why};
use domain_cards::{CardContent, PriceOption};
use domain_shared::{
    BoundedNumber, CardKind, Code as _, LocalText, Locale, Message, Money, PriceUnit, ShortText,
    civil_date, messages,
};
use persistence::{
    AnyConnection,
    agreements::{CardAgreement, card_agreements},
    services::service_find,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::params::{day, wrong};
use crate::{
    agreements::in_force::AgreementInForce,
    cards::schema::{Money as MoneySchema, TranslatedShort},
    http::{
        Ctx, ValidQuery,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    wire::{
        AgreementIdField, BenefitAudienceField, CardIdField, Coded, DisplayNameField, Ident,
        PriceUnitField, Text,
    },
};

domain_shared::define_messages! {
    /// A free service stays free.
    FREE_SERVICE = "free_service",
        "Il servizio è gratuito.",
        "The service is free of charge.";
    /// There is no price to compute with.
    PRICE_ON_REQUEST = "price_on_request",
        "Il prezzo è su preventivo: gli sconti si applicano al preventivo.",
        "The price is quoted individually: discounts apply to that quote.";
    /// The card names no price in the unit that is asked for.
    NO_PRICE_STATED = "no_price_stated",
        "La scheda non indica prezzi per questa richiesta.",
        "The card states no price for what is asked.";
    /// Prices follow.
    PRICES_FOLLOW = "prices_follow",
        "Il prezzo è indicato per ogni tariffa, con il motivo.",
        "The price is given for each price option, with the reason.";
}

/// As what somebody asks.
pub(super) type AskerField = Coded<Asker>;
/// What became of a benefit.
pub(super) type VerdictField = Coded<Verdict>;

/// Whose price of what on which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct QuoteParams {
    /// The service, by the identifier of its card.
    #[param(value_type = CardIdField)]
    service: Ident<CardKind>,
    /// The day (in Rome); today when left out.
    #[param(value_type = Option<NaiveDate>, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", max_length = 10)]
    date: Option<String>,
    /// As what somebody asks: as a member of whoever made the agreement for the network, as the holder of a card of
    /// the network, or as neither, which is meant when it is left out.
    #[param(inline, value_type = Option<AskerField>)]
    member: Option<Coded<Asker>>,
    /// Only prices of this unit.
    #[param(value_type = Option<PriceUnitField>)]
    unit: Option<Coded<PriceUnit>>,
}

/// A price, or the span in which it lies.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuotedSpan {
    /// The price, or the lowest.
    #[schema(value_type = MoneySchema)]
    from: Money,
    /// The highest, where it varies.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<MoneySchema>)]
    to: Option<Money>,
}

impl From<PriceSpan> for QuotedSpan {
    fn from(span: PriceSpan) -> Self {
        Self {
            from: span.from,
            to: span.to,
        }
    }
}

/// A benefit that was looked at for a price.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ConsideredBenefit {
    /// Its agreement.
    agreement_id: AgreementIdField,
    /// The title of that.
    title: DisplayNameField,
    /// Its place in the agreement, from 0.
    #[schema(minimum = 0, maximum = 59)]
    number: u16,
    /// What it does, in words.
    #[schema(max_length = 100, example = "sconto del 10%")]
    benefit: String,
    /// Who has it.
    audience: BenefitAudienceField,
    /// What became of it.
    verdict: VerdictField,
    /// The same in words.
    #[schema(max_length = 200, example = "riservato ad altre persone")]
    reason: String,
}

/// A price before and after benefits.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuotedPrice {
    /// What it is the price of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<TranslatedShort>)]
    label: Option<LocalText<ShortText>>,
    /// The unit it is asked for.
    unit: PriceUnitField,
    /// How many units the price is for, in a package.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 2, maximum = 1_000)]
    package_size: Option<u16>,
    /// Lowest ISEE the price is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<MoneySchema>)]
    isee_from: Option<Money>,
    /// Highest ISEE the price is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<MoneySchema>)]
    isee_to: Option<Money>,
    /// The usual price.
    before: QuotedSpan,
    /// The price with the best benefit; the usual one without any.
    after: QuotedSpan,
    /// The benefit that makes the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    applied: Option<AppliedBenefit>,
    /// Why the price is what it is, in words.
    #[schema(
        max_length = 500,
        example = "Si applica: sconto del 10% per i soci («Convenzione con la cooperativa»)."
    )]
    why: String,
    /// Every benefit for the service of agreements in force on the day, and what became of it.
    #[schema(max_items = 60_000)]
    considered: Vec<ConsideredBenefit>,
}

/// The benefit that makes a price.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AppliedBenefit {
    /// Its agreement.
    agreement_id: AgreementIdField,
    /// Its place in the agreement, from 0.
    #[schema(minimum = 0, maximum = 59)]
    number: u16,
}

/// What somebody pays for a service on a day.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BenefitQuote {
    /// The service.
    service_id: CardIdField,
    /// The day.
    date: NaiveDate,
    /// As what somebody asks.
    member: AskerField,
    /// Whether the service costs nothing anyway.
    free: bool,
    /// Whether a personalised quote can be had.
    personalised_quote: bool,
    /// The prices, in the order of the card.
    #[schema(max_items = 40)]
    prices: Vec<QuotedPrice>,
    /// Why there are prices or none, in words.
    #[schema(max_length = 200, example = "Il servizio è gratuito.")]
    why: String,
}

/// Quote a price with benefits
///
/// What somebody pays for a service on a day with the benefits of the agreements in force, and why. Of several benefits
/// the best one counts; they are not added up. A percentage off is rounded to the cent, half a cent up; an agreed price
/// counts only where it is lower.
#[utoipa::path(
    tag = "services", operation_id = "quote_benefits",
    params(QuoteParams),
    responses((status = 200, description = "The prices.", body = BenefitQuote)),
    security(()), extensions(("x-action" = json!("service.read"))),
)]
#[get("/benefits/quote")]
pub(super) async fn quote_benefits(
    ctx: Ctx,
    query: ValidQuery<QuoteParams>,
) -> Outcome<HttpResponse> {
    let (today, locale) = (civil_date(ctx.now()), ctx.locale());
    let params = query.0;
    let date = day("date", params.date.as_deref())?.unwrap_or(today);
    let view = ctx
        .read(move |snapshot| quoted(snapshot.connection(), &params, (today, date), locale))
        .await?;
    reply::document(&ctx, &view, Caching::Public)
}

/// What is needed of a stored detail.
#[derive(Deserialize)]
struct Detail {
    content: CardContent,
}

fn quoted(
    connection: &mut AnyConnection,
    params: &QuoteParams,
    (today, date): (NaiveDate, NaiveDate),
    locale: Locale,
) -> Outcome<BenefitQuote> {
    let id = params.service.0;
    let stored = service_find(connection, id, today, date)?;
    let stored = stored.ok_or_else(|| wrong("service", &messages::UNKNOWN_REFERENCE))?;
    let detail: Detail = serde_json::from_str(&stored.document)
        .map_err(|error| Problem::internal(format!("stored service: {error}")))?;
    let pricing = &detail.content.pricing;
    let offers = Offers::of(&card_agreements(connection, &[id], date)?)?;
    let asker = params.member.map_or(Asker::None, |member| member.0);
    let options = pricing.options.iter();
    let prices: Vec<QuotedPrice> = options
        .filter(|option| params.unit.is_none_or(|unit| unit.0 == option.unit))
        .map(|option| offers.price(option, asker, date, locale))
        .collect();
    let message: &Message = if pricing.free {
        &FREE_SERVICE
    } else if !prices.is_empty() {
        &PRICES_FOLLOW
    } else if pricing.personalised_quote {
        &PRICE_ON_REQUEST
    } else {
        &NO_PRICE_STATED
    };
    Ok(BenefitQuote {
        service_id: Ident(id),
        date,
        member: Coded(asker),
        free: pricing.free,
        personalised_quote: pricing.personalised_quote,
        prices,
        why: message.text(locale).to_owned(),
    })
}

/// The benefits for a service, with the titles of their agreements.
struct Offers {
    offers: Vec<Offer>,
    titles: Vec<DisplayNameField>,
}

impl Offers {
    fn of(agreements: &[CardAgreement]) -> Outcome<Self> {
        let (mut offers, mut titles) = (Vec::new(), Vec::new());
        for one in agreements {
            let agreement = AgreementInForce::read(&one.public_view)?;
            for offer in agreement.offers(&one.benefits)? {
                offers.push(offer);
                titles.push(agreement.title.clone());
            }
        }
        Ok(Self { offers, titles })
    }

    fn price(
        &self,
        option: &PriceOption,
        asker: Asker,
        date: NaiveDate,
        locale: Locale,
    ) -> QuotedPrice {
        let before = PriceSpan {
            from: option.from,
            to: option.to,
        };
        let found = quote(before, option.unit, &self.offers, asker, date);
        let titles: Vec<&str> = self.titles.iter().map(|title| title.0.as_str()).collect();
        let applied = found.applied().and_then(|place| self.offers.get(place));
        QuotedPrice {
            label: option.label.clone(),
            unit: Coded(option.unit),
            package_size: option.package_size.map(BoundedNumber::number),
            isee_from: option.isee_from,
            isee_to: option.isee_to,
            before: before.into(),
            after: found.price.into(),
            applied: applied.map(|offer| AppliedBenefit {
                agreement_id: Ident(offer.agreement_id),
                number: offer.number,
            }),
            why: why(&found, &self.offers, &titles, locale),
            considered: self.considered(&found, locale),
        }
    }

    fn considered(&self, found: &Quote, locale: Locale) -> Vec<ConsideredBenefit> {
        let offers = self.offers.iter().zip(&self.titles).zip(&found.verdicts);
        offers
            .map(|((offer, title), verdict)| ConsideredBenefit {
                agreement_id: Ident(offer.agreement_id),
                title: Text::clone(title),
                number: offer.number,
                benefit: offer.value.words(locale),
                audience: Coded(offer.audience),
                verdict: Coded(*verdict),
                reason: verdict.label(locale).to_owned(),
            })
            .collect()
    }
}
