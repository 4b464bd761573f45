//! What Segmint's page does, without a browser: in which state it is, which run counts, what it offers, and what
//! becomes of a finished file. `crates/web` carries it out.
//!
//! | room | what lives there |
//! | --- | --- |
//! | [`session`] | everything that can happen, and what follows from it |
//! | [`browser`] | what the page wants of a browser |
//! | [`chosen`] | the data set that the page is about: a recipe, one of its tables, and how much that is |
//! | [`tables`] | what makes, reads back and folds the chunks of a table |
//! | [`pictures`] | columns as paths, and what is said of them |
//! | [`spending`] | what customers spend, as lines, tables and words |
//! | [`wish`] | what the reader wants: to generate or to check, which recipe, in which format |
//! | [`panel`] | what can be done, and how it stands |
//! | [`address`] | what the address says, and what goes into it |
//! | [`form`] | texts of fields <-> a recipe |
//! | [`preset`] | settings that people need, set with one press |
//! | [`output_format`] | the form in which the file is wanted |
//! | [`save_target`] | where a file can go |
//! | [`check`] | a file of the reader's, and what it is held against |
//! | [`fingerprint`] | what is known of a file's SHA-256, and how it compares with the sender's |
//! | [`likeness`] | how a checked file compares with the data set that it may be |
//! | [`plain_sha256`] | the fingerprint that a link carries |
//! | [`share`] | what carries the data set to somebody else |
//! | [`load_script`] | what loads the data set somewhere |
//! | [`answer_key`] | which fault is where |
//! | [`preview`] | the window on the rows |
//! | [`shown_rows`] | rows for a reader's eye, the faults in them, and what columns say |
//! | [`filter`], [`search`], [`row_finder`] | which rows a reader wants to see, how far they have been looked for, and the looking |
//! | [`example`] | a file for those who have none |
//! | [`evidence`] | how close the rows are to what the recipe describes, in words |
//! | [`protocol`] | what page and worker say to each other |
//! | [`workers`] | who has what to do |
//! | [`run`] | one run: chunks handed out, taken back, put in order |
//! | [`sink`], [`buffer_pool`] | where the bytes of a run go, and buffers for the next |
//! | [`tone`], [`refusal`] | whether something is good news, and why something cannot be done |
//! | [`words`] | numbers, sizes and times as people read them |
//!
//! Nothing in here knows JavaScript. A browser's own things, such as buffers and files, are types of the
//! [`Browser`](browser::Browser), which nothing in here looks into.

// JavaScript's numbers are f64; what is counted here stays far below 2^53 and never below zero.
#![allow(clippy::cast_precision_loss, clippy::cast_sign_loss)]

pub mod address;
pub mod answer_key;
pub mod browser;
pub mod buffer_pool;
pub mod check;
pub mod chosen;
pub mod evidence;
pub mod example;
pub mod filter;
pub mod fingerprint;
pub mod form;
pub mod likeness;
pub mod load_script;
pub mod output_format;
pub mod panel;
pub mod pictures;
pub mod plain_sha256;
pub mod preset;
pub mod preview;
pub mod protocol;
pub mod refusal;
pub mod row_finder;
pub mod run;
pub mod save_target;
pub mod search;
pub mod session;
pub mod share;
pub mod shown_rows;
pub mod sink;
pub mod spending;
pub mod tables;
pub mod tone;
pub mod wish;
pub mod words;
pub mod workers;
