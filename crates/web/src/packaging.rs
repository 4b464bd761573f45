//! The form in which the reader wants the file: what the select beside the download offers, and what
//! each form is to a browser. Which bytes it has is for the core.

use js_sys::Reflect;
use serde::{Deserialize, Serialize};
use web_sys::{Document, HtmlInputElement, HtmlSelectElement, Window};

use super::dom::{Trouble, by_id};
use segmint::format::{CsvForm, Delimiter, Dialect, Format, SqlForm};
use segmint::recipe::Recipe;
use segmint::shell;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Packaging {
    /// The position in the select.
    choice: u8,
    /// Whether it is compressed.
    pub(super) gzip: bool,
}

impl Packaging {
    /// Nothing but the contract's CSV.
    pub(super) const PLAIN: Packaging = Packaging { choice: 0, gzip: false };

    /// The format, in the order of the select.
    pub(super) fn format(self) -> Format {
        let excel = CsvForm { bom: true, crlf: true, ..CsvForm::PLAIN };
        let sql = |dialect| Format::Sql(SqlForm { dialect, ..SqlForm::default() });
        match self.choice {
            1 => Format::Csv(excel),
            2 => Format::Csv(CsvForm { delimiter: Delimiter::Semicolon, ..excel }),
            3 => Format::Ndjson,
            4 => Format::Json,
            5 => sql(Dialect::Postgres),
            6 => sql(Dialect::Sqlite),
            7 => sql(Dialect::Snowflake),
            _ => Format::PLAIN,
        }
    }

    /// The name of the file.
    pub(super) fn name(self) -> String {
        format!("customers.{}{}", self.format().word(), if self.gzip { ".gz" } else { "" })
    }

    /// Its type.
    pub(super) fn kind(self) -> &'static str {
        match self.format() {
            _ if self.gzip => "application/gzip",
            Format::Csv(_) => "text/csv",
            Format::Ndjson => "application/x-ndjson",
            Format::Json => "application/json",
            Format::Sql(_) => "application/sql",
        }
    }

    /// How many bytes a row takes with the defaults, on average, to be told of beforehand.
    pub(super) fn bytes_a_row(self) -> f64 {
        let plain = match self.format() {
            Format::Csv(_) => 127.0,
            Format::Ndjson | Format::Json => 323.0,
            Format::Sql(_) => 160.0,
        };
        // CSV shrinks least, to a little more than a quarter.
        if self.gzip { plain / 3.5 } else { plain }
    }

    /// Whether the fingerprint in a link is of such a file.
    pub(super) fn is_plain(self) -> bool {
        self == Packaging::PLAIN
    }

    /// What makes the same rows in the same form on the command line.
    pub(super) fn command(self, recipe: &Recipe) -> String {
        let format = self.format();
        let mut command = shell::generation(recipe.parameters());
        if !matches!(format, Format::Csv(_)) {
            command += " --format ";
            command += format.word();
        }
        for option in format.options() {
            command += " ";
            command += &option;
        }
        if self.gzip {
            command += " --compress gzip";
        }
        command
    }
}

/// The fields for it.
pub(super) struct PackagingFields {
    format: HtmlSelectElement,
    gzip: HtmlInputElement,
}

impl PackagingFields {
    /// Finds the fields in the document. A browser that cannot compress offers it to nobody.
    pub(super) fn find(document: &Document, window: &Window) -> Result<PackagingFields, Trouble> {
        let gzip: HtmlInputElement = by_id(document, "gzip")?;
        gzip.set_disabled(!Reflect::has(window, &"CompressionStream".into())?);
        Ok(PackagingFields { format: by_id(document, "format")?, gzip })
    }

    /// What the reader wants.
    pub(super) fn read(&self) -> Packaging {
        let choice = self.format.selected_index().try_into().unwrap_or_default();
        Packaging { choice, gzip: self.gzip.checked() }
    }
}
