//! What threads must do in the order of the rows, one at a time. Knows nothing of what it is.

use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, PoisonError};

/// Guards a `T` that must meet the chunks in their order, whoever made them. The first failure
/// ends the turns of all that come after.
pub(super) struct Ordered<T, E> {
    room: Mutex<Room<T, E>>,
    turned: Condvar,
}

struct Room<T, E> {
    /// The turn that may enter now.
    turn: usize,
    inside: Result<T, E>,
}

impl<T, E> Ordered<T, E> {
    /// `inside`, for turn 0 to begin.
    pub(super) fn new(inside: T) -> Self {
        Self { room: Mutex::new(Room { turn: 0, inside: Ok(inside) }), turned: Condvar::new() }
    }

    /// Waits until every earlier turn has passed, then lets `work` at what is inside. Breaks if
    /// an earlier turn failed or this one does.
    pub(super) fn in_turn(
        &self,
        turn: usize,
        work: impl FnOnce(&mut T) -> Result<(), E>,
    ) -> ControlFlow<()> {
        let not_yet = |room: &mut Room<T, E>| room.inside.is_ok() && room.turn != turn;
        let room = self.room.lock().unwrap_or_else(PoisonError::into_inner);
        let mut room =
            self.turned.wait_while(room, not_yet).unwrap_or_else(PoisonError::into_inner);
        let Ok(inside) = &mut room.inside else {
            return ControlFlow::Break(());
        };
        let outcome = work(inside);
        room.turn += 1;
        let flow = match outcome {
            Ok(()) => ControlFlow::Continue(()),
            Err(failure) => {
                room.inside = Err(failure);
                ControlFlow::Break(())
            }
        };
        drop(room);
        self.turned.notify_all();
        flow
    }

    /// What was inside, or the failure that ended the turns.
    pub(super) fn into_inner(self) -> Result<T, E> {
        self.room.into_inner().unwrap_or_else(PoisonError::into_inner).inside
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::thread;

    use super::*;

    #[test]
    fn threads_pass_in_the_order_of_their_turns() {
        let ordered = Ordered::<Vec<usize>, Infallible>::new(Vec::new());
        thread::scope(|scope| {
            for turn in (0..8).rev() {
                let ordered = &ordered;
                scope.spawn(move || {
                    ordered.in_turn(turn, |passed| {
                        passed.push(turn);
                        Ok(())
                    })
                });
            }
        });
        assert_eq!(ordered.into_inner(), Ok(vec![0, 1, 2, 3, 4, 5, 6, 7]));
    }

    #[test]
    fn a_failure_ends_the_turns_of_all_that_wait() {
        let ordered = Ordered::new(());
        thread::scope(|scope| {
            let late: Vec<_> = (2..6)
                .map(|turn| {
                    scope.spawn({
                        let ordered = &ordered;
                        move || ordered.in_turn(turn, |()| Ok(()))
                    })
                })
                .collect();
            assert!(ordered.in_turn(0, |()| Ok(())).is_continue());
            assert!(ordered.in_turn(1, |()| Err("full")).is_break());
            assert!(late.into_iter().all(|thread| thread.join().is_ok_and(|flow| flow.is_break())));
        });
        assert_eq!(ordered.into_inner(), Err("full"));
    }
}
