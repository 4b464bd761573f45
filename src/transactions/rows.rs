//! Any range of customers, made alone.

use std::cell::RefCell;

use super::accounts::{Account, Accounts};
use super::behavior::Behaviors;
use super::calendar::Calendar;
use super::columns::Beside;
use super::encode::{Encoder, Owner};
use super::payments::Payments;
use super::{SCHEMA, Transactions};
use crate::draw::{Indexed, Purpose, Stream};
use crate::encode::ROW_BOUND;
use crate::plan::{BLOCK_ROWS, Rows};
use crate::recipe::{PERIOD_DAYS, Recipe, WHOLE};
use crate::table::{NotInVersion, Table};

/// The number of the version in the key of every random stream.
const NUMBER: u32 = 2;

/// Makes the transactions of one recipe. Each thread or worker has its own.
#[derive(Debug)]
pub struct RowGenerator {
    seed: u64,
    count: u32,
    declined: u16,
    accounts: Accounts,
    behaviors: Behaviors,
    calendar: Calendar,
    encoder: Encoder,
    /// The block that was last asked for: ranges follow each other.
    block: RefCell<Option<Block>>,
}

/// Whose rows were made.
pub(super) struct Owned<'a> {
    pub(super) account: &'a Account,
    /// The block that the customer is in.
    pub(super) block: &'a Block,
    /// How many rows there are before these.
    pub(super) rows: u64,
}

/// What is known of a block before its transactions are made.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) number: u32,
    pub(super) accounts: Vec<Account>,
    /// How many rows of the block come before each customer's, and all of them.
    rows: Vec<u32>,
}

impl RowGenerator {
    /// A generator for `recipe`.
    ///
    /// # Errors
    /// If the recipe's version knows no transactions.
    pub fn new(recipe: &Recipe) -> Result<RowGenerator, NotInVersion> {
        let parameters = recipe.parameters();
        NotInVersion::judge(&SCHEMA, Transactions::SINCE, recipe)?;
        Ok(RowGenerator {
            seed: parameters.seed,
            count: parameters.count,
            declined: parameters.spending.declined,
            accounts: Accounts::new(recipe),
            behaviors: Behaviors::new(parameters.spending),
            calendar: Calendar::new(parameters.as_of, parameters.spending.months),
            encoder: Encoder::new(),
            block: RefCell::new(None),
        })
    }

    /// Replaces `csv` with the transactions of these customers, without header, and returns how many they are.
    pub fn write(&self, customers: Rows, csv: &mut Vec<u8>) -> u64 {
        self.write_each(customers, csv, &mut (), |_, (), _, _, len| len)
    }

    /// The same, where something may be done to the rows of each customer before those of the next: `each` is told
    /// who it is, where in the bytes the rows begin and end, and says where they end then. Behind them is room for
    /// one more row.
    pub(super) fn write_each<B: Beside>(
        &self,
        customers: Rows,
        csv: &mut Vec<u8>,
        beside: &mut B,
        mut each: impl FnMut(Owned<'_>, &mut B, &mut [u8], usize, usize) -> usize,
    ) -> u64 {
        // What an earlier use left is as good as zeros.
        let (mut rows, mut len) = (0, 0);
        let mut payments = Payments::default();
        for block in customers.blocks() {
            self.with_block(block, |block| {
                for (account, &before) in block.accounts.iter().zip(&block.rows) {
                    if customers.contains(account.number.into()) {
                        let start = len;
                        let file = (&mut *csv, &mut len, &mut *beside);
                        let count =
                            self.customer(account, block.number, before, &mut payments, file);
                        len = each(Owned { account, block, rows }, beside, csv, start, len);
                        rows += count;
                    }
                }
            });
        }
        csv.truncate(len);
        rows
    }

    /// How many rows the whole table has. Every customer is drawn for it, but no payment: a millisecond for some
    /// 4,000 customers.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count_of_blocks(self.count.div_ceil(BLOCK_ROWS))
    }

    /// The first of these customers who has a row, if anybody has.
    #[must_use]
    pub fn first_with_rows(&self, customers: Rows) -> Option<u64> {
        customers.blocks().find_map(|block| {
            self.with_block(block, |block| {
                let rows = block.rows.windows(2).map(|rows| rows[1] > rows[0]);
                let mut numbers = block.accounts.iter().map(|account| u64::from(account.number));
                let mut customers_with_rows = numbers.by_ref().zip(rows);
                customers_with_rows
                    .find(|&(number, has_rows)| has_rows && customers.contains(number))
                    .map(|(number, _)| number)
            })
        })
    }

    /// About how many rows the whole table has: exactly where there are few customers, otherwise from the first
    /// blocks.
    #[must_use]
    pub fn estimate(&self) -> u64 {
        const BLOCKS: u32 = 32;
        if self.count.div_ceil(BLOCK_ROWS) <= BLOCKS {
            return self.count();
        }
        self.count_of_blocks(BLOCKS) * u64::from(self.count) / u64::from(BLOCKS * BLOCK_ROWS)
    }

    /// How many rows the first blocks have.
    fn count_of_blocks(&self, blocks: u32) -> u64 {
        let rows = |block: &Block| u64::from(block.rows.last().copied().unwrap_or(0));
        (0..blocks).map(|block| self.with_block(block, rows)).sum()
    }

    /// One customer's rows, behind so many bytes of the file; how many they are.
    fn customer(
        &self,
        account: &Account,
        block: u32,
        before: u32,
        payments: &mut Payments,
        (csv, len, beside): (&mut Vec<u8>, &mut usize, &mut impl Beside),
    ) -> u64 {
        let mut stream = self.stream(account);
        let behavior = self.behaviors.draw(account, &mut stream);
        let mut declines = Declines::new(self.seed, self.declined, block, before);
        let owner = Owner::new(account.number);
        let mut count = 0;
        for number in 0..self.behaviors.months() {
            let period = &behavior.periods[number as usize];
            if period.payments == 0 {
                continue;
            }
            let made = payments.of_period(&self.calendar, number, period, &behavior, &mut stream);
            let room = *len + (made.len() + 1) * ROW_BOUND;
            if csv.len() < room {
                csv.resize(room, 0);
            }
            for payment in made {
                count += 1;
                let Some(window) = csv[*len..].first_chunk_mut() else {
                    unreachable!("there is room for every row of the period and one more");
                };
                let day = number * PERIOD_DAYS + u32::from(payment.day);
                let is_declined = declines.next();
                *len += self.encoder.write(
                    (&owner, count),
                    (&self.calendar, day),
                    payment,
                    is_declined,
                    window,
                );
                let day = self.calendar.first + day.cast_signed();
                beside.payment(window, day, payment, is_declined);
            }
        }
        u64::from(count)
    }

    fn stream(&self, account: &Account) -> Stream {
        Stream::new(NUMBER, self.seed, Purpose::Transactions, account.number)
    }

    /// Calls `with` with a block, counted from 0.
    fn with_block<T>(&self, number: u32, with: impl FnOnce(&Block) -> T) -> T {
        let mut last = self.block.borrow_mut();
        let block = match last.take() {
            Some(block) if block.number == number => block,
            _ => self.draw_block(number),
        };
        with(last.insert(block))
    }

    fn draw_block(&self, number: u32) -> Block {
        let accounts = self.accounts.block(number);
        let mut sum = 0;
        let mut rows = vec![0];
        for account in &accounts {
            sum += self.behaviors.count(account, &mut self.stream(account));
            rows.push(sum);
        }
        Block { number, accounts, rows }
    }
}

/// Which rows of a block are declined: one in each stretch of rows in which the running floor of the share moves
/// on, at a place of its own.
#[derive(Clone, Debug)]
struct Declines {
    share: u64,
    places: Indexed,
    /// The row of the block that comes next, counted from 0.
    row: u64,
    /// The stretch that it lies in, and its declined row.
    stretch: Option<(u64, u64)>,
}

impl Declines {
    fn new(seed: u64, share: u16, block: u32, before: u32) -> Declines {
        Declines {
            share: share.into(),
            places: Indexed::new(NUMBER, seed, Purpose::Declined, block),
            row: before.into(),
            stretch: None,
        }
    }

    /// Whether the next row is declined.
    #[inline]
    fn next(&mut self) -> bool {
        if self.share == 0 {
            return false;
        }
        let whole = u64::from(WHOLE);
        let row = self.row;
        self.row += 1;
        let place = match self.stretch {
            Some((end, place)) if row < end => place,
            _ => {
                let stretch = row * self.share / whole;
                let begin = (stretch * whole).div_ceil(self.share);
                let end = ((stretch + 1) * whole).div_ceil(self.share);
                let length = (end - begin) as u32;
                let place = begin + u64::from(self.places.word(stretch).take(length));
                self.stretch = Some((end, place));
                place
            }
        };
        row == place
    }
}
