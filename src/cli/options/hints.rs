//! What was probably meant by an option, a command or a format that there is not. The parser guesses by letters alone;
//! these are the words that people bring from other programs.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The error with a hint in place of the parser's guess, where there is one. `command` is the command that was typed.
pub(super) fn with_hint(mut error: clap::Error, command: &str) -> clap::Error {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        _ => String::new(),
    };
    let (guess, hint) = match error.kind() {
        ErrorKind::UnknownArgument => {
            (ContextKind::SuggestedArg, of_option(command, &text(ContextKind::InvalidArg)))
        }
        ErrorKind::InvalidSubcommand => {
            let word = text(ContextKind::InvalidSubcommand);
            (ContextKind::SuggestedSubcommand, of_command(&word))
        }
        ErrorKind::InvalidValue if text(ContextKind::InvalidArg).starts_with("--format ") => {
            (ContextKind::SuggestedValue, of_format(&text(ContextKind::InvalidValue)))
        }
        _ => return error,
    };
    if let Some(hint) = hint {
        error.remove(guess);
        let hint = ContextValue::StyledStrs(vec![StyledStr::from(hint)]);
        error.insert(ContextKind::Suggested, hint);
    }
    error
}

fn of_option(command: &str, option: &str) -> Option<&'static str> {
    let makes_rows = command.starts_with("generate");
    let name = option.split('=').next().unwrap_or_default().trim_start_matches('-');
    Some(match (command, name) {
        ("generate-transactions", "rows" | "row" | "range") => {
            "ranges are ranges of customers here, as in --customers 1-1000; how many customers there are is --count"
        }
        ("generate-customers", "row" | "range" | "customers") => {
            "how many customers there are is --count; a range of them is --rows, as in --rows 1-1000"
        }
        ("validate", "row" | "rows" | "n" | "limit") => {
            "how many examples a finding shows is --examples"
        }
        ("validate", "format" | "json" | "output-format") => {
            "the format is recognized from the file itself; for a report in JSON use --report json"
        }
        ("validate", "file" | "input" | "f" | "i") => {
            "the file stands without an option, as in segmint validate customers.csv"
        }
        ("validate", "of" | "table") => "which table a file holds is seen by its header",
        ("link", "of") => "which table the link names is --table",
        ("loader", "output" | "out" | "o") => {
            "the script goes to standard output, as in segmint loader sqlite > load.sql"
        }
        (_, "of") if makes_rows => {
            "generate-customers and generate-transactions make one table each, generate makes both"
        }
        (
            _,
            "customers" | "row" | "rows" | "n" | "c" | "num" | "number" | "size" | "amount"
            | "records" | "limit",
        ) => "how many customers there are is --count",
        (_, "date" | "day" | "today" | "asof" | "as_of" | "reference-date" | "end" | "to") => {
            "the reference date is --as-of, as in --as-of 2026-01-01"
        }
        (_, "months" | "payments" | "dollars" | "overlap" | "growth" | "declined") => {
            "this is about transactions: see segmint generate-transactions and segmint generate"
        }
        (
            _,
            "output-format" | "file-format" | "type" | "json" | "csv" | "sql" | "parquet"
            | "ndjson" | "tsv",
        ) if makes_rows => {
            "the format is --format, or the ending of --output, as in --output customers.json"
        }
        (_, "out" | "o" | "file" | "path" | "f" | "dir" | "folder") if makes_rows => {
            "where it is written is --output"
        }
        (_, "segment" | "segments" | "share" | "shares") => {
            "the share of each segment is --weights"
        }
        (_, "state" | "states" | "city" | "cities" | "country" | "name" | "gender" | "sex") => {
            "it cannot be chosen: values are as frequent as in the United States; generate more rows and keep those you \
             need"
        }
        (_, "dirty" | "fault" | "faults" | "errors" | "noise" | "missing") => {
            "faults are put in with --dirt, as in --dirt missing_value:10"
        }
        (_, "random-seed" | "random_state" | "random-state") => "the seed is --seed",
        _ => return None,
    })
}

fn of_command(word: &str) -> Option<&'static str> {
    Some(match word {
        "customers" | "customer" | "generate-customer" | "create" | "make" | "mint" => {
            "did you mean 'generate-customers'?"
        }
        "transactions" | "transaction" | "generate-transaction" => {
            "did you mean 'generate-transactions'?"
        }
        "check" | "verify" | "examine" | "test" => "did you mean 'validate'?",
        "load" | "import" => "did you mean 'loader'?",
        "share" | "url" => "did you mean 'link'?",
        "completion" => "did you mean 'completions'?",
        "manual" | "manpage" => "did you mean 'man'?",
        _ => return None,
    })
}

fn of_format(value: &str) -> Option<&'static str> {
    Some(match value {
        "tsv" | "tab" => "tabs are --format csv --delimiter tab, or --output customers.tsv",
        "jsonl" | "jsonlines" => "this is --format ndjson",
        "xlsx" | "xls" | "excel" => {
            "Excel opens --format csv --bom --crlf, with --delimiter semicolon where a comma is the decimal mark"
        }
        "arrow" | "feather" => "the typed format is --format parquet",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_other_programs_are_understood() {
        for (command, option, meant) in [
            ("generate-customers", "--n", "--count"),
            ("generate", "--rows", "--count"),
            ("generate-transactions", "--rows", "--customers 1-1000"),
            ("generate-customers", "--date", "--as-of"),
            ("validate", "--format=json", "--report json"),
            ("generate-customers", "--output-format", "--format"),
            ("generate-customers", "--state", "cannot be chosen"),
            ("generate", "-o", "--output"),
        ] {
            let hint = of_option(command, option).unwrap_or_default();
            assert!(hint.contains(meant), "{command} {option}: {hint}");
        }
        assert_eq!(of_option("generate", "--cuont"), None, "the parser's own guess is good");
    }
}
