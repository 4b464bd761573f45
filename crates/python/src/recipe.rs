//! What is asked for, as a link or as parameters: read at the door.

use std::num::NonZero;
use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use segmint::document::FaultForm;
use segmint::link::{Link, LinkError};
use segmint::number::thousands;
use segmint::plan::Rows;
use segmint::recipe::{self, Parameter, Parameters, RecipeVersion};
use segmint::tables::TableId;
use segmint::validate::Criteria;

use crate::asked::Asked;
use crate::generation::{self, FileKind};
use crate::refusal::{VERSION, refusal, refuse};
use crate::stream;
use crate::watch::Watch;

/// A recipe that has been judged, and the table that its link names.
#[pyclass(frozen, module = "segmint._segmint")]
pub(crate) struct Recipe {
    link: Link,
}

#[pymethods]
impl Recipe {
    /// The recipe of a link: a whole address, or what stands behind its `#`.
    #[staticmethod]
    fn of_link(py: Python<'_>, text: &str) -> PyResult<Recipe> {
        Ok(Recipe { link: read_link(py, text)? })
    }

    /// The recipe with these parameters, each in its text form.
    #[staticmethod]
    fn of_parameters(py: Python<'_>, given: Vec<(String, String)>) -> PyResult<Recipe> {
        let said = Said::of(py, given, |_| true)?;
        let recipe = said.amended(py, RecipeVersion::LATEST)?;
        Ok(Recipe { link: recipe.into() })
    }

    /// The link to the recipe's table.
    #[getter]
    fn link(&self) -> String {
        self.link.to_string()
    }

    /// The table that the link names.
    #[getter]
    fn table(&self) -> &'static str {
        self.link.table.word()
    }

    /// How many customers there are.
    #[getter]
    fn count(&self) -> u32 {
        self.link.recipe.parameters().count
    }

    /// Whether rows of any table are given faults.
    #[getter]
    fn has_faults(&self) -> bool {
        !self.link.recipe.parameters().dirt.is_none()
    }

    /// Whether there is such a table, which this judges.
    fn judge(&self, py: Python<'_>, table: &str, first: u64, last: u64) -> PyResult<()> {
        self.asked(py, table, first, last).map(|_| ())
    }

    /// The rows as an Arrow stream, made by so many threads, or as many as there are processors.
    #[pyo3(signature = (table, first, last, threads=None))]
    fn stream<'py>(
        &self,
        py: Python<'py>,
        table: &str,
        first: u64,
        last: u64,
        threads: Option<NonZero<usize>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        stream::rows(py, &self.asked(py, table, first, last)?, threads)
    }

    /// The Arrow schema of a table.
    #[staticmethod]
    fn schema<'py>(py: Python<'py>, table: &str) -> PyResult<Bound<'py, PyCapsule>> {
        stream::schema(py, read_table(py, table)?)
    }

    /// Makes the rows, checks them, writes them into a file if one is named, and returns the report as JSON.
    #[pyo3(signature = (table, first, last, path=None, format=None, compression=None, progress=None))]
    #[expect(clippy::too_many_arguments, reason = "Python's half names them")]
    #[expect(clippy::needless_pass_by_value, reason = "what crosses from Python is owned")]
    fn generate(
        &self,
        py: Python<'_>,
        table: &str,
        first: u64,
        last: u64,
        path: Option<PathBuf>,
        format: Option<&str>,
        compression: Option<&str>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<String> {
        let asked = self.asked(py, table, first, last)?;
        let kind = FileKind::of(py, path.as_deref(), format, compression)?;
        let watch = Watch::new(progress, asked.rows.count());
        // A fingerprint is of one table.
        let expected = self.link.sha256.as_deref().filter(|_| asked.table == self.link.table);
        py.detach(|| generation::generate(&asked, &kind, path.as_deref(), expected, watch))
    }

    /// The SHA-256 of the rows as plain CSV with a header, which is made for that alone.
    #[pyo3(signature = (table, first, last, progress=None))]
    fn fingerprint(
        &self,
        py: Python<'_>,
        table: &str,
        first: u64,
        last: u64,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<String> {
        let asked = self.asked(py, table, first, last)?;
        let watch = Watch::new(progress, asked.rows.count());
        py.detach(|| generation::fingerprint(&asked, watch))
    }
}

impl Recipe {
    fn asked(&self, py: Python<'_>, table: &str, first: u64, last: u64) -> PyResult<Asked<'_>> {
        let recipe = &self.link.recipe;
        let table = read_table(py, table)?;
        table.judge(recipe).map_err(|fault| refuse(py, [&fault]))?;
        let count = recipe.parameters().count;
        if !(1 <= first && first <= last && last <= u64::from(count)) {
            let parameter = match table {
                TableId::Customers => "rows",
                TableId::Transactions => "customers",
            };
            let value = format!("{first}-{last}");
            let limit =
                format!("must be a range within 1 to {}, smaller end first", thousands(count));
            let message = format!("{parameter} = {value:?}: {limit}");
            let parameter = Some(parameter.to_owned());
            let wrong = FaultForm { parameter, value: Some(value), limit: Some(limit), message };
            return Err(refusal(py, vec![wrong]));
        }
        Ok(Asked { recipe, table, rows: Rows { first, last } })
    }
}

/// The table of this word.
fn read_table(py: Python<'_>, word: &str) -> PyResult<TableId> {
    TableId::from_word(word).ok_or_else(|| refuse(py, [&LinkError::UnknownTable(word.to_owned())]))
}

/// What a link says: a whole address, or what stands behind its `#`.
pub(crate) fn read_link(py: Python<'_>, text: &str) -> PyResult<Link> {
    Link::read(text).map_err(|faults| refuse(py, &faults))
}

/// What parameters say.
pub(crate) struct Said {
    /// The version of the recipe, if they say one.
    pub(crate) version: Option<RecipeVersion>,
    /// Those that are given, each in its text form.
    pub(crate) given: Vec<(Parameter, String)>,
}

impl Said {
    /// The parameters with these names, as far as they are known.
    pub(crate) fn of(
        py: Python<'_>,
        pairs: Vec<(String, String)>,
        known: impl Fn(Parameter) -> bool,
    ) -> PyResult<Said> {
        let (mut version, mut given, mut faults) = (None, Vec::new(), Vec::new());
        for (key, text) in pairs {
            let parameter = Parameter::from_key(&key).filter(|parameter| known(*parameter));
            if key == VERSION {
                version =
                    RecipeVersion::ALL.into_iter().find(|version| version.to_string() == text);
                if version.is_none() {
                    faults.push(LinkError::UnknownVersion(text));
                }
            } else if let Some(parameter) = parameter {
                given.push((parameter, text));
            } else {
                faults.push(LinkError::UnknownKey(key));
            }
        }
        if faults.is_empty() { Ok(Said { version, given }) } else { Err(refuse(py, &faults)) }
    }

    /// The defaults of the version, or of this one if none is said, with the parameters in place of those of the
    /// same name.
    pub(crate) fn amended(
        &self,
        py: Python<'_>,
        version: RecipeVersion,
    ) -> PyResult<recipe::Recipe> {
        // The day is that of the criteria without one, on which nothing depends.
        let as_of = Criteria::default().recipe.parameters().as_of;
        let defaults = Parameters::defaults(self.version.unwrap_or(version), as_of);
        recipe::Recipe::amended(defaults, &self.given).map_err(|faults| refuse(py, &faults))
    }
}
