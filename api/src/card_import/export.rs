//! `/card-exports`: cards as tables, in the shapes that imports read.

use std::io::Write;

use actix_web::{FromRequest as _, HttpResponse, get, web::Bytes};
use domain_accounts::{Action, Scope, Target};
use domain_cards::{Card, CardContent};
use domain_shared::{CardId, TextValue, codes};
use persistence::{
    Db,
    cards::{ExportFilter, cards_after, revisions_last},
    providers::provider_find,
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    lexicon::Lexicon,
    sheet,
    template::{guide, header_names},
};
use crate::{
    http::{Ctx, ValidQuery},
    hub::Hub,
    jobs::TableFormatField,
    problem::{Outcome, Problem},
    tables::{Sink, TableFormat, TablePages, TableWriter, attached, streamed},
    wire::{Coded, ProviderIdField},
};

/// Cards read together.
const PAGE: usize = 200;

codes! {
    /// What an export shows of cards.
    pub enum ExportState {
        /// The working copy, or the last revision where there is none.
        Working = "working", "copie di lavoro", "working copies";
        /// The last revision of published cards.
        Published = "published", "schede pubblicate", "published cards";
    }
}

/// What an export shows of cards.
type ExportStateField = Coded<ExportState>;

/// Which cards to export, and how.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ExportParams {
    /// Form of the table; CSV without this.
    #[param(inline, value_type = Option<TableFormatField>)]
    format: Option<TableFormatField>,
    /// Cards of this provider only.
    #[param(inline, value_type = Option<ProviderIdField>)]
    provider_id: Option<ProviderIdField>,
    /// What to show of them; working copies without this.
    #[param(inline, value_type = Option<ExportStateField>)]
    state: Option<ExportStateField>,
}

/// Export service cards
///
/// Those of one's own providers, and for reviewers and administrators all those of their network,
/// archived ones left out, in the order they were made: as a table in the columns of the template, or
/// as lines of JSON. What is exported can be imported again: nothing changes then. A table holds
/// Italian and English texts and the first places, prices and links; lines of JSON hold everything.
#[utoipa::path(
    tag = "jobs", operation_id = "export_cards",
    params(ExportParams),
    responses(
        (status = 200, description = "The cards."),
        (status = 404, description = "There is no such provider, or the caller must not know of it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card.read")), ("x-table-answer" = json!(true))),
)]
#[get("/card-exports")]
pub(super) async fn export_cards(ctx: Ctx) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let params = ValidQuery::<ExportParams>::extract(ctx.request()).await?.0;
    let format = params.format.map_or(TableFormat::Csv, |format| format.0);
    let state = params.state.map_or(ExportState::Working, |state| state.0);
    let provider = params.provider_id.map(|id| id.0);
    let filter = ExportFilter {
        provider,
        network: None,
        published: state == ExportState::Published,
    };
    let scope = ctx
        .read(move |snapshot| {
            if let Some(provider) = provider {
                let found = provider_find(snapshot.connection(), provider)?;
                let found = found.ok_or_else(Problem::not_found)?;
                let target = Target::private_in(found.network_id).of_provider(found.id);
                snapshot.authorize(Action::CardRead, &target)?;
            }
            snapshot.scope(Action::CardRead)
        })
        .await?;
    let begin = move |hub: &Hub, sink| Export::begin(&hub.db, sink, format, (scope, filter));
    streamed(ctx.hub(), ("schede", format), begin).await
}

impl TablePages for Export<Sink> {
    fn page(&mut self, hub: &Hub) -> Outcome<bool> {
        self.page(&hub.db)
    }

    fn finish(self) -> Outcome<Sink> {
        self.finish()
    }
}

/// 200 with a public file to save.
/// `name` is without an ending.
pub(super) fn attachment(name: &str, format: TableFormat, bytes: Bytes) -> HttpResponse {
    attached(name, format, "public, max-age=60, must-revalidate").body(bytes)
}

/// A table of cards that is being written.
pub struct Export<W: Write + Send> {
    writer: TableWriter<W>,
    format: TableFormat,
    lexicon: Lexicon,
    scope: Scope,
    filter: ExportFilter,
    after: Option<CardId>,
    count: usize,
}

impl<W: Write + Send> std::fmt::Debug for Export<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Export")
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}

impl<W: Write + Send> Export<W> {
    /// Begins a table with its headers.
    ///
    /// # Errors
    /// When the database does not answer or the sink fails.
    pub fn begin(
        db: &Db,
        sink: W,
        format: TableFormat,
        (scope, filter): (Scope, ExportFilter),
    ) -> Outcome<Self> {
        let names = match format {
            TableFormat::Csv | TableFormat::Xlsx => header_names(),
            TableFormat::Ndjson => Vec::new(),
        };
        Ok(Self {
            writer: TableWriter::new(sink, format, &names, guide(&[]))?,
            format,
            lexicon: db.read(Lexicon::load)?,
            scope,
            filter,
            after: None,
            count: 0,
        })
    }

    /// Cards written so far.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Writes the next cards; false when there are no more.
    ///
    /// # Errors
    /// When the database does not answer or the sink fails.
    pub fn page(&mut self, db: &Db) -> Outcome<bool> {
        let (scope, filter, after) = (self.scope.clone(), self.filter, self.after);
        let page = db.read(|connection| {
            let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
            let cards = cards_after(connection, &scope, filter, after, limit)?;
            let copyless = cards
                .iter()
                .filter(|card| filter.published || card.draft.is_none());
            let copyless: Vec<CardId> = copyless.map(|card| card.id).collect();
            let last = revisions_last(connection, &copyless)?;
            Outcome::Ok((cards, last))
        })?;
        let (cards, last) = page;
        let Some(end) = cards.last() else {
            return Ok(false);
        };
        self.after = Some(end.id);
        let mut last: std::collections::HashMap<CardId, CardContent> = last
            .into_iter()
            .map(|revision| (revision.card_id, revision.content))
            .collect();
        for card in &cards {
            let content = match last.remove(&card.id) {
                Some(content) => Some(content),
                None => card.draft.clone(),
            };
            if let Some(content) = content {
                self.card(card, &content)?;
            }
        }
        Ok(true)
    }

    fn card(&mut self, card: &Card, content: &CardContent) -> Outcome<()> {
        let content = serde_json::to_value(content)
            .map_err(|error| Problem::internal(format!("card {}: {error}", card.id)))?;
        // Another hub does not know the identifier, so it stands only where nothing else tells the card.
        let name = card.external_id.as_ref().map(TextValue::as_str);
        let id = name.is_none().then(|| card.id.to_string());
        let line = sheet::line(id, name, content);
        match self.format {
            TableFormat::Ndjson => self.writer.json(&line)?,
            TableFormat::Csv | TableFormat::Xlsx => {
                self.writer.row(&sheet::row(&line, &self.lexicon))?;
            }
        }
        self.count += 1;
        Ok(())
    }

    /// Ends the table and gives the sink back.
    ///
    /// # Errors
    /// When the sink fails.
    pub fn finish(self) -> Outcome<W> {
        Ok(self.writer.finish()?)
    }
}
