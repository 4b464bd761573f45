//! The workers of the page: started with it, kept warm, each with little to do at a time, and
//! missed when they fall silent. Which orders there are, and what answers mean, is for others.

use std::collections::VecDeque;

use crate::browser::{Browser, Task};
use crate::protocol::ToWorker;
use crate::refusal::Refusal;

/// One order at work and one in the letter box, so that no worker waits for the page.
const FEWEST_ORDERS: u32 = 2;

/// Where orders are small there are more of them, lest a worker waits while the page is drawn: as
/// many rows as are made sooner than anybody notices, for an order that has been given is carried out.
const WAITING_ROWS: u32 = 30_000;

/// How many ticks a worker may say nothing of a chunk, which takes a hundredth of one, or of its
/// own start. A browser tells a page nothing of a worker that it killed for want of memory.
const PATIENCE_TICKS: u32 = 10;

/// How many orders of so many rows each a worker has at a time.
#[must_use]
pub fn orders_at_a_time(rows: u32) -> usize {
    FEWEST_ORDERS.max(WAITING_ROWS / rows) as usize
}

/// The workers of the page.
pub struct Workers<B: Browser> {
    members: Vec<Member<B>>,
    /// How many have been started, those that are no more included.
    started: u32,
}

/// One of the workers, and what it has to do.
struct Member<B: Browser> {
    /// No other worker of this page has or had this number.
    number: u32,
    worker: B::Worker,
    is_ready: bool,
    /// What it has been told and has not answered, the one at work first.
    orders: VecDeque<ToWorker>,
    /// How many ticks ago it was heard last.
    silence: u32,
}

impl<B: Browser> Workers<B> {
    /// Nobody yet.
    #[must_use]
    pub fn none() -> Workers<B> {
        Workers { members: Vec::new(), started: 0 }
    }

    /// Starts so many more.
    ///
    /// # Errors
    /// If the browser refuses.
    pub fn start(&mut self, count: u32, browser: &mut B) -> Result<(), Refusal> {
        for _ in 0..count {
            let (number, worker) = self.start_apart(browser)?;
            let orders = VecDeque::new();
            self.members.push(Member { number, worker, is_ready: false, orders, silence: 0 });
        }
        Ok(())
    }

    /// Starts a worker that is for somebody else to give orders to.
    ///
    /// # Errors
    /// If the browser refuses.
    pub fn start_apart(&mut self, browser: &mut B) -> Result<(u32, B::Worker), Refusal> {
        self.started += 1;
        Ok((self.started, browser.start_worker(self.started)?))
    }

    /// How many workers there are.
    #[must_use]
    pub fn size(&self) -> usize {
        self.members.len()
    }

    /// Notes that a worker has said that it can take orders.
    pub fn welcome(&mut self, number: u32) {
        if let Some(member) = self.member(number) {
            member.is_ready = true;
            member.silence = 0;
        }
    }

    /// Notes that a worker has carried out an order.
    pub fn credit(&mut self, number: u32) {
        if let Some(member) = self.member(number) {
            member.silence = 0;
            member.orders.pop_front();
        }
    }

    /// Lets a worker go that is lost, or that is to stop at once, for it reads no mail while it
    /// works, and gives back what it had to do, the order at work first. One that had worked is
    /// replaced; one that never could would fail again.
    ///
    /// # Errors
    /// If the browser starts no other.
    pub fn let_go(&mut self, number: u32, browser: &mut B) -> Result<VecDeque<ToWorker>, Refusal> {
        let Some(place) = self.members.iter().position(|member| member.number == number) else {
            return Ok(VecDeque::new());
        };
        let member = self.members.swap_remove(place);
        if member.is_ready {
            self.start(1, browser)?;
        }
        Ok(member.orders)
    }

    /// Whether any worker should say something soon.
    #[must_use]
    pub fn is_expected(&self) -> bool {
        self.members.iter().any(Member::is_expected)
    }

    /// A worker that has said nothing for too long; to be called in regular ticks. A page that
    /// slept misses ticks, so it does not wake up impatient.
    pub fn tick(&mut self) -> Option<u32> {
        for member in &mut self.members {
            member.silence += u32::from(member.is_expected());
        }
        let lost = self.members.iter().find(|member| member.silence > PATIENCE_TICKS);
        lost.map(|member| member.number)
    }

    /// Gives what should not wait to the worker with the least to do, and says which
    /// that is; nothing when no worker is ready.
    ///
    /// # Errors
    /// If the worker cannot be written to.
    pub fn give_urgent(
        &mut self,
        browser: &mut B,
        task: impl FnOnce() -> Task<B>,
    ) -> Result<Option<u32>, Refusal> {
        let ready = self.members.iter_mut().filter(|member| member.is_ready);
        let idlest = ready.min_by_key(|member| member.orders.len());
        idlest.map(|member| member.give(task(), browser).map(|()| member.number)).transpose()
    }

    /// Gives tasks as long as there are any and a worker has fewer than `most`.
    ///
    /// # Errors
    /// If a worker cannot be written to.
    pub fn give(
        &mut self,
        browser: &mut B,
        most: usize,
        mut next: impl FnMut() -> Option<Task<B>>,
    ) -> Result<(), Refusal> {
        let room = |member: &&mut Member<B>| member.is_ready && member.orders.len() < most;
        while let Some(member) =
            self.members.iter_mut().filter(room).min_by_key(|member| member.orders.len())
        {
            match next() {
                Some(task) => member.give(task, browser)?,
                None => break,
            }
        }
        Ok(())
    }

    fn member(&mut self, number: u32) -> Option<&mut Member<B>> {
        self.members.iter_mut().find(|member| member.number == number)
    }
}

impl<B: Browser> Member<B> {
    fn give(&mut self, task: Task<B>, browser: &mut B) -> Result<(), Refusal> {
        let order = task.message.clone();
        browser.post(&self.worker, task)?;
        self.orders.push_back(order);
        Ok(())
    }

    /// Whether it should say something soon: how long a file takes to be read is for the disk.
    fn is_expected(&self) -> bool {
        match self.orders.front() {
            Some(ToWorker::Generate { .. } | ToWorker::Show { .. } | ToWorker::Find { .. }) => true,
            Some(_) => false,
            None => !self.is_ready,
        }
    }
}
