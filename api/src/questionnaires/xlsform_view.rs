//! What became of a form, as clients get it.

use domain_shared::{BoundedNumber as _, Locale};
use domain_surveys::{FormNote, Imported, Questionnaire};
use serde::Serialize;
use utoipa::ToSchema;

use super::{schema::DefinitionView, view::QuestionnaireView};
use crate::wire::{Coded, FormSheetField};

/// Most notes that are told.
const MAX_NOTES: usize = 5_000;

/// What became of a form.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionnaireImportView {
    /// The questionnaire; absent where nothing was stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    questionnaire: Option<QuestionnaireView>,
    /// Number of the version that was made; absent where nothing was stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000, example = 1)]
    number: Option<u16>,
    /// What the version asks.
    definition: DefinitionView,
    /// What the form has and the questionnaire does without.
    #[schema(max_items = 5000)]
    notes: Vec<FormNoteView>,
}

/// Something of a form that was left out.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = QuestionnaireFormNote)]
pub(super) struct FormNoteView {
    /// The sheet.
    sheet: FormSheetField,
    /// The line, from 1.
    #[schema(minimum = 0, maximum = 50_000, example = 7)]
    line: u32,
    /// The column.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200, example = "appearance")]
    column: Option<String>,
    /// Stable code.
    #[schema(
        max_length = 64,
        pattern = "^[a-z0-9_]+$",
        example = "form_part_ignored"
    )]
    code: &'static str,
    /// What it is, for people.
    #[schema(
        max_length = 1000,
        example = "«minimal» non è disponibile e viene tralasciato."
    )]
    message: String,
}

impl FormNoteView {
    fn of(note: &FormNote, locale: Locale) -> Self {
        let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
        Self {
            sheet: Coded(note.sheet),
            line: note.line,
            column: note.column.as_deref().map(|column| cut(column, 200)),
            code: note.what.message.code,
            message: cut(&note.what.text(locale), 1000),
        }
    }
}

impl QuestionnaireImportView {
    /// Of a form that was only looked at.
    pub(super) fn looked_at(imported: &Imported, locale: Locale) -> Self {
        let notes = imported.notes.iter().take(MAX_NOTES);
        Self {
            questionnaire: None,
            number: None,
            definition: DefinitionView(imported.definition.clone()),
            notes: notes.map(|note| FormNoteView::of(note, locale)).collect(),
        }
    }

    /// Of a form that was made the last version of a questionnaire.
    pub(super) fn stored(
        imported: &Imported,
        questionnaire: &Questionnaire,
        locale: Locale,
    ) -> Self {
        Self {
            questionnaire: Some(questionnaire.into()),
            number: Some(questionnaire.last.number()),
            ..Self::looked_at(imported, locale)
        }
    }
}
