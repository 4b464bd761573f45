//! A short text as encoders store it: padded to a constant size, so that one store writes it whole.

/// A text, padded, with its length in the last byte.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot<const SIZE: usize>([u8; SIZE]);

impl<const SIZE: usize> Slot<SIZE> {
    /// No text.
    pub(crate) const EMPTY: Slot<SIZE> = Slot([0; SIZE]);

    /// The parts one after the other; all together must leave the last byte free.
    pub(crate) fn new(parts: &[&[u8]]) -> Slot<SIZE> {
        let mut slot = [0; SIZE];
        fill(&mut slot, parts);
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

/// One for slots of all sizes.
#[inline(never)]
fn fill(slot: &mut [u8], parts: &[&[u8]]) {
    let (mut len, most) = (0, slot.len() - 1);
    for part in parts {
        assert!(len + part.len() <= most, "a text of more than {most} bytes");
        slot[len..len + part.len()].copy_from_slice(part);
        len += part.len();
    }
    slot[most] = len as u8;
}
