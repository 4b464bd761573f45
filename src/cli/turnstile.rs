//! A door that lets the threads through in the order of the rows, one at a time. Knows nothing
//! of what they carry.

use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, PoisonError};

/// Guards a `T` that must meet the chunks in their order, whoever made them. The first failure
/// shuts the door for all that come after.
pub(super) struct Turnstile<T, E> {
    room: Mutex<Room<T, E>>,
    turned: Condvar,
}

struct Room<T, E> {
    /// The turn that may enter now.
    turn: usize,
    inside: Result<T, E>,
}

impl<T, E> Turnstile<T, E> {
    /// A door in front of `inside`, open for turn 0.
    pub(super) fn new(inside: T) -> Self {
        Self { room: Mutex::new(Room { turn: 0, inside: Ok(inside) }), turned: Condvar::new() }
    }

    /// Waits until every earlier turn has passed, then lets `work` at what is inside. Breaks if
    /// an earlier turn failed or this one does.
    pub(super) fn pass(
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

    /// What was inside, or why the door is shut.
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
        let door = Turnstile::<Vec<usize>, Infallible>::new(Vec::new());
        thread::scope(|scope| {
            for turn in (0..8).rev() {
                let door = &door;
                scope.spawn(move || {
                    door.pass(turn, |passed| {
                        passed.push(turn);
                        Ok(())
                    })
                });
            }
        });
        assert_eq!(door.into_inner(), Ok(vec![0, 1, 2, 3, 4, 5, 6, 7]));
    }

    #[test]
    fn a_failure_shuts_the_door_for_all_that_wait() {
        let door = Turnstile::new(());
        thread::scope(|scope| {
            let late: Vec<_> = (2..6)
                .map(|turn| {
                    scope.spawn({
                        let door = &door;
                        move || door.pass(turn, |()| Ok(()))
                    })
                })
                .collect();
            assert!(door.pass(0, |()| Ok(())).is_continue());
            assert!(door.pass(1, |()| Err("full")).is_break());
            assert!(late.into_iter().all(|thread| thread.join().is_ok_and(|flow| flow.is_break())));
        });
        assert_eq!(door.into_inner(), Err("full"));
    }
}
