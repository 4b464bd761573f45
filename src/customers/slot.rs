//! A short text as encoders store it: padded to a constant size, so that one store writes it whole.

/// A text, padded, with its length in the last byte.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot<const SIZE: usize>([u8; SIZE]);

impl<const SIZE: usize> Slot<SIZE> {
    /// The parts one after the other; all together must leave the last byte free.
    pub(crate) fn new(parts: &[&[u8]]) -> Slot<SIZE> {
        let text = parts.concat();
        let mut slot = [0; SIZE];
        assert!(text.len() < SIZE, "a text of {} bytes for a slot of {SIZE}", text.len());
        slot[..text.len()].copy_from_slice(&text);
        slot[SIZE - 1] = text.len() as u8;
        Slot(slot)
    }

    /// All bytes, of which [`len`](Slot::len) count.
    #[inline]
    pub(crate) const fn bytes(&self) -> &[u8; SIZE] {
        &self.0
    }

    /// The length of the text.
    #[inline]
    pub(crate) const fn len(&self) -> u8 {
        self.0[SIZE - 1]
    }
}
