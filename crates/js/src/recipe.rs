//! What is asked for, as a link or as parameters: read at the door.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use segmint::link::{Link, LinkError};
use segmint::recipe::{Parameter, Parameters, Recipe, RecipeVersion};
use segmint::tables::TableId;
use segmint::validate::Criteria;

use crate::refusal::{VERSION, refusal};

/// A table of a recipe that has been judged: the recipe has it.
#[wasm_bindgen]
pub struct RecipeHandle {
    recipe: Recipe,
    table: TableId,
}

#[wasm_bindgen]
impl RecipeHandle {
    /// The recipe of a link: a whole address, or what stands behind its `#`. Its table `table`, or that
    /// which the link names, if no other is asked for.
    ///
    /// # Errors
    /// What is wrong with it, as a list.
    #[wasm_bindgen(js_name = ofLink)]
    #[allow(clippy::needless_pass_by_value, reason = "what crosses from JavaScript is owned")]
    pub fn of_link(text: &str, table: Option<String>) -> Result<RecipeHandle, JsValue> {
        let asked = table.as_deref().map(read_table).transpose()?;
        let link = read_link(text)?;
        RecipeHandle::new(link.recipe, asked.unwrap_or(link.table))
    }

    /// The recipe with these parameters, each in its text form; as of `today`, unless they say
    /// another day. Its customers, if no other table is asked for.
    ///
    /// # Errors
    /// What is wrong with them, as a list.
    #[wasm_bindgen(js_name = ofParameters)]
    #[allow(clippy::needless_pass_by_value, reason = "what crosses from JavaScript is owned")]
    pub fn of_parameters(
        keys: Vec<String>,
        texts: Vec<String>,
        today: String,
        table: Option<String>,
    ) -> Result<RecipeHandle, JsValue> {
        let table = table.as_deref().map(read_table).transpose()?.unwrap_or_default();
        let is_known = |parameter: &Parameter| table.depends_on(*parameter);
        let said = pairs(&keys, &texts, |key| Parameter::from_key(key).filter(is_known))?;
        let mut given = vec![(Parameter::AsOf, today)];
        given.extend(said.given);
        let recipe = amended(said.version.unwrap_or(RecipeVersion::LATEST), &given)?;
        RecipeHandle::new(recipe, table)
    }

    fn new(recipe: Recipe, table: TableId) -> Result<RecipeHandle, JsValue> {
        table.judge(&recipe).map_err(|fault| refusal(&[LinkError::Table(fault)]))?;
        Ok(RecipeHandle { recipe, table })
    }

    /// How many customers its data set has.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn count(&self) -> u32 {
        self.recipe.parameters().count
    }

    /// What a range of the table is a range of, which is the name of the option for it.
    #[wasm_bindgen(getter, js_name = rangeOf)]
    #[must_use]
    pub fn range_of(&self) -> String {
        range_of(self.table).to_owned()
    }
}

impl RecipeHandle {
    /// The recipe, and which of its tables is meant.
    pub(crate) fn table(&self) -> (&Recipe, TableId) {
        (&self.recipe, self.table)
    }
}

/// The name of a range: of rows, where each customer has one; otherwise of customers.
pub(crate) const fn range_of(table: TableId) -> &'static str {
    match table {
        TableId::Customers => "rows",
        TableId::Transactions => "customers",
    }
}

/// The table of this word.
fn read_table(word: &str) -> Result<TableId, JsValue> {
    TableId::from_word(word).ok_or_else(|| refusal(&[LinkError::UnknownTable(word.to_owned())]))
}

/// What a link says: a whole address, or what stands behind its `#`.
pub(crate) fn read_link(text: &str) -> Result<Link, JsValue> {
    Link::read(text).map_err(|faults| refusal(&faults))
}

/// What parameters say.
pub(crate) struct Said {
    /// The version of the recipe, if they say one.
    pub(crate) version: Option<RecipeVersion>,
    /// Those that are given, each in its text form.
    pub(crate) given: Vec<(Parameter, String)>,
}

/// The names that the version has: that of reports, and that of the command's option.
const VERSION_KEYS: [&str; 2] = [VERSION, "recipe_version"];

/// The parameters with these keys, as far as they are known.
pub(crate) fn pairs(
    keys: &[String],
    texts: &[String],
    known: impl Fn(&str) -> Option<Parameter>,
) -> Result<Said, JsValue> {
    let (mut version, mut given, mut faults) = (None, Vec::new(), Vec::new());
    for (key, text) in keys.iter().zip(texts) {
        if VERSION_KEYS.contains(&key.as_str()) {
            match RecipeVersion::ALL.into_iter().find(|version| version.to_string() == *text) {
                Some(_) if version.is_some() => faults.push(LinkError::Repeated(key.clone())),
                Some(said) => version = Some(said),
                None => faults.push(LinkError::UnknownVersion(text.clone())),
            }
        } else if let Some(parameter) = known(key) {
            given.push((parameter, text.clone()));
        } else {
            faults.push(LinkError::UnknownKey(key.clone()));
        }
    }
    if faults.is_empty() { Ok(Said { version, given }) } else { Err(refusal(&faults)) }
}

/// The defaults of a version with these parameters in place of those of the same name.
pub(crate) fn amended(
    version: RecipeVersion,
    given: &[(Parameter, String)],
) -> Result<Recipe, JsValue> {
    // The day is that of the criteria without one, on which nothing depends.
    let as_of = Criteria::default().recipe.parameters().as_of;
    let defaults = Parameters::defaults(version, as_of);
    Recipe::amended(defaults, given).map_err(|faults| refusal(&faults))
}
