//! Which thread does what next, where some work may be done in any order and some must be done in the order
//! of the turns, one piece at a time. No thread waits for its turn: what it made waits instead, and another
//! thread that passes by does the rest. Knows nothing of what the work is.

use std::array;
use std::collections::BTreeMap;
use std::iter::{Enumerate, Fuse};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A line of `STAGES` stages, each of which meets the pieces in their order. A fixed number of pieces is
/// under way and used again, so memory is flat however uneven the threads are.
pub(super) struct AssemblyLine<Tasks: Iterator, Piece, const STAGES: usize> {
    floor: Mutex<Floor<Fuse<Tasks>, Piece, STAGES>>,
    /// Rung when there is something to do for one who had nothing.
    bell: Condvar,
}

struct Floor<Tasks, Piece, const STAGES: usize> {
    tasks: Enumerate<Tasks>,
    /// Pieces that nobody works at.
    free: Vec<Piece>,
    stages: [Stage<Piece>; STAGES],
    is_stopped: bool,
}

struct Stage<Piece> {
    /// The turn that comes now, or is at work.
    turn: usize,
    is_at_work: bool,
    /// What waits here, by turn.
    waiting: BTreeMap<usize, Piece>,
}

/// What a thread is to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step<Task, Piece> {
    /// Make this task of this piece, for this turn.
    Make(usize, Task, Piece),
    /// Do what is done in this stage, whose next piece this is.
    Pass(usize, Piece),
}

impl<Tasks: Iterator, Piece, const STAGES: usize> AssemblyLine<Tasks, Piece, STAGES> {
    /// A line for these tasks, in the order of their turns, with these pieces to make them of: one for each
    /// thread, and for each one more that may be ahead of what comes before it.
    pub(super) fn new(tasks: Tasks, pieces: Vec<Piece>) -> Self {
        let stage = |_| Stage { turn: 0, is_at_work: false, waiting: BTreeMap::new() };
        let floor = Floor {
            tasks: tasks.fuse().enumerate(),
            free: pieces,
            stages: array::from_fn(stage),
            is_stopped: false,
        };
        Self { floor: Mutex::new(floor), bell: Condvar::new() }
    }

    /// What comes next, once there is something. Nothing if there is nothing left but what others are at:
    /// they finish it.
    pub(super) fn next(&self) -> Option<Step<Tasks::Item, Piece>> {
        let mut floor = self.floor();
        loop {
            if floor.is_stopped {
                return None;
            }
            // The last stage first: what has passed it is free again.
            for (number, stage) in floor.stages.iter_mut().enumerate().rev() {
                if !stage.is_at_work
                    && let Some(piece) = stage.waiting.remove(&stage.turn)
                {
                    stage.is_at_work = true;
                    return Some(Step::Pass(number, piece));
                }
            }
            if let Some(piece) = floor.free.pop() {
                if let Some((turn, task)) = floor.tasks.next() {
                    return Some(Step::Make(turn, task, piece));
                }
                floor.free.push(piece);
                // Whoever waits for a piece that is free waits for nothing.
                self.bell.notify_all();
                return None;
            }
            floor = self.bell.wait(floor).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A piece was made for this turn.
    pub(super) fn made(&self, turn: usize, piece: Piece) {
        // Whoever made it comes for the next step, so nobody has to be called.
        self.floor().hand_to(0, turn, piece);
    }

    /// A piece has passed this stage.
    pub(super) fn passed(&self, stage: usize, piece: Piece) {
        let mut floor = self.floor();
        let Stage { turn, is_at_work, .. } = &mut floor.stages[stage];
        *is_at_work = false;
        let passed = *turn;
        *turn += 1;
        floor.hand_to(stage + 1, passed, piece);
        drop(floor);
        // There may be a step in this stage and one behind it: one for this thread, one for another.
        self.bell.notify_one();
    }

    /// Nothing more is to be done.
    pub(super) fn stop(&self) {
        self.floor().is_stopped = true;
        self.bell.notify_all();
    }

    fn floor(&self) -> MutexGuard<'_, Floor<Fuse<Tasks>, Piece, STAGES>> {
        self.floor.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<Tasks, Piece, const STAGES: usize> Floor<Tasks, Piece, STAGES> {
    /// Hands a piece to a stage; behind the last it is free.
    fn hand_to(&mut self, stage: usize, turn: usize, piece: Piece) {
        match self.stages.get_mut(stage) {
            Some(stage) => drop(stage.waiting.insert(turn, piece)),
            None => self.free.push(piece),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn every_stage_meets_the_pieces_in_their_order() {
        const TASKS: usize = 500;
        let line = AssemblyLine::<_, usize, 2>::new(0..TASKS, vec![0; 5]);
        let passed = [const { Mutex::new(Vec::new()) }; 2];
        let work = || {
            while let Some(step) = line.next() {
                match step {
                    Step::Make(turn, task, _) => {
                        assert_eq!(turn, task);
                        if task % 7 == 0 {
                            thread::yield_now();
                        }
                        line.made(turn, task);
                    }
                    Step::Pass(stage, piece) => {
                        passed[stage].lock().unwrap().push(piece);
                        line.passed(stage, piece);
                    }
                }
            }
        };
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(work);
            }
        });
        for passed in passed {
            assert_eq!(passed.into_inner().unwrap(), (0..TASKS).collect::<Vec<_>>());
        }
    }

    #[test]
    fn nobody_waits_for_a_piece_that_another_is_late_with() {
        let line = AssemblyLine::<_, char, 1>::new(0..3, vec!['c', 'b', 'a']);
        assert_eq!(line.next(), Some(Step::Make(0, 0, 'a')));
        assert_eq!(line.next(), Some(Step::Make(1, 1, 'b')));
        line.made(1, 'b');
        assert_eq!(line.next(), Some(Step::Make(2, 2, 'c')), "the first is not there yet");
        line.made(0, 'a');
        assert_eq!(line.next(), Some(Step::Pass(0, 'a')));
        line.passed(0, 'a');
        assert_eq!(line.next(), Some(Step::Pass(0, 'b')));
        assert_eq!(line.next(), None, "whoever has the second does the third, too");
        line.made(2, 'c');
        line.passed(0, 'b');
        assert_eq!(line.next(), Some(Step::Pass(0, 'c')));
    }

    #[test]
    fn those_who_wait_leave_when_the_line_is_stopped() {
        let line = AssemblyLine::<_, (), 1>::new(0.., vec![()]);
        assert_eq!(line.next(), Some(Step::Make(0, 0, ())));
        thread::scope(|scope| {
            let late: Vec<_> = (0..4).map(|_| scope.spawn(|| line.next())).collect();
            line.stop();
            assert!(late.into_iter().all(|thread| thread.join().unwrap().is_none()));
        });
    }
}
