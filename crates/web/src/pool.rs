//! The workers that mint: hired at the start, kept warm, each with little to do at a time, and
//! missed when they fall silent. Which orders there are, and what replies mean, is for others.

use std::collections::VecDeque;

use web_sys::{UrlSearchParams, Window};

use super::dom::Trouble;
use super::hand::{Agency, Hand, LetterBox};
use super::protocol::{Errand, Order};

/// More workers than this are not faster: the page itself becomes the bound.
const MOST_WORKERS: u32 = 16;

/// One order at work and one in the letter box, so that no worker waits for the page.
const FEWEST_ORDERS: u32 = 2;

/// Where orders are small there are more of them, lest a worker waits while the page is drawn: as
/// many rows as are made sooner than anybody notices, for an order that has been given is carried out.
const WAITING_ROWS: u32 = 30_000;

/// How many orders of so many rows each a worker has at a time.
pub(super) fn orders_at_a_time(rows: u32) -> usize {
    FEWEST_ORDERS.max(WAITING_ROWS / rows) as usize
}

/// How many ticks a worker may say nothing of a chunk, which takes a hundredth of one, or of its
/// own start. A browser tells a page nothing of a worker that it killed for want of memory.
const PATIENCE_TICKS: u32 = 10;

/// The workers that mint.
pub(super) struct Pool {
    members: Vec<Member>,
    agency: Agency,
}

/// One of the workers, and what it has to do.
struct Member {
    hand: Hand,
    is_ready: bool,
    /// What it has been told and has not answered, the one at work first.
    orders: VecDeque<Order>,
    /// How many ticks ago it was heard last.
    silence: u32,
}

impl Pool {
    /// Hires as many workers as the machine has threads, within reason, or as many as the address
    /// asks for: `?workers=1`.
    pub(super) fn hire(window: &Window, letters: LetterBox) -> Result<Pool, Trouble> {
        let threads = window.navigator().hardware_concurrency() as u32;
        let search = UrlSearchParams::new_with_str(&window.location().search()?)?;
        let asked = search.get("workers").and_then(|workers| workers.parse().ok());
        let mut pool = Pool { members: Vec::new(), agency: Agency::open(letters)? };
        for _ in 0..asked.unwrap_or(threads).clamp(1, MOST_WORKERS) {
            pool.hire_one()?;
        }
        Ok(pool)
    }

    /// How many workers there are.
    pub(super) fn size(&self) -> usize {
        self.members.len()
    }

    /// Hires a worker that is not of the pool.
    pub(super) fn hire_apart(&mut self) -> Result<Hand, Trouble> {
        self.agency.hire()
    }

    fn hire_one(&mut self) -> Result<(), Trouble> {
        let hand = self.agency.hire()?;
        let member = Member { hand, is_ready: false, orders: VecDeque::new(), silence: 0 };
        self.members.push(member);
        Ok(())
    }

    /// Notes that a worker has said that it can take orders.
    pub(super) fn welcome(&mut self, number: u32) {
        if let Some(member) = self.member(number) {
            member.is_ready = true;
            member.silence = 0;
        }
    }

    /// Notes that a worker has carried out an order.
    pub(super) fn credit(&mut self, number: u32) {
        if let Some(member) = self.member(number) {
            member.silence = 0;
            member.orders.pop_front();
        }
    }

    /// Lets a worker go that is lost, or that is to stop at once, for it reads no mail while it
    /// works, and gives back what it had to do, the order at work first. One that had worked is
    /// replaced; one that never could would fail again.
    pub(super) fn let_go(&mut self, number: u32) -> Result<VecDeque<Order>, Trouble> {
        let Some(place) = self.members.iter().position(|member| member.hand.number == number)
        else {
            return Ok(VecDeque::new());
        };
        let member = self.members.swap_remove(place);
        if member.is_ready {
            self.hire_one()?;
        }
        Ok(member.orders)
    }

    /// Whether any worker should say something soon.
    pub(super) fn is_expected(&self) -> bool {
        self.members.iter().any(Member::is_expected)
    }

    /// A worker that has said nothing for too long; to be called in regular ticks. A page that
    /// slept misses ticks, so it does not wake up impatient.
    pub(super) fn tick(&mut self) -> Option<u32> {
        for member in &mut self.members {
            member.silence += u32::from(member.is_expected());
        }
        let lost = self.members.iter().find(|member| member.silence > PATIENCE_TICKS);
        lost.map(|member| member.hand.number)
    }

    /// Gives an errand that should not wait to the worker with the least to do, and says which
    /// that is; nothing when no worker is ready.
    pub(super) fn give_urgent(&mut self, errand: &Errand) -> Result<Option<u32>, Trouble> {
        let ready = self.members.iter_mut().filter(|member| member.is_ready);
        let idlest = ready.min_by_key(|member| member.orders.len());
        idlest.map(|member| member.give(errand).map(|()| member.hand.number)).transpose()
    }

    /// Gives errands as long as there are any and a worker has fewer than `most`.
    pub(super) fn give(
        &mut self,
        errands: &mut impl Iterator<Item = Errand>,
        most: usize,
    ) -> Result<(), Trouble> {
        let room = |member: &&mut Member| member.is_ready && member.orders.len() < most;
        while let Some(member) =
            self.members.iter_mut().filter(room).min_by_key(|member| member.orders.len())
        {
            match errands.next() {
                Some(errand) => member.give(&errand)?,
                None => break,
            }
        }
        Ok(())
    }

    fn member(&mut self, number: u32) -> Option<&mut Member> {
        self.members.iter_mut().find(|member| member.hand.number == number)
    }
}

impl Member {
    fn give(&mut self, errand: &Errand) -> Result<(), Trouble> {
        self.hand.give(errand)?;
        self.orders.push_back(errand.order.clone());
        Ok(())
    }

    /// Whether it should say something soon: how long a file takes to be read is for the disk.
    fn is_expected(&self) -> bool {
        match self.orders.front() {
            Some(Order::Mint { .. } | Order::Show { .. }) => true,
            Some(_) => false,
            None => !self.is_ready,
        }
    }
}
