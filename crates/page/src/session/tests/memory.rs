//! A file in memory.

use super::browser::FakeBrowser;
use super::today;
use crate::browser::Piece;
use crate::buffer_pool::BufferPool;
use crate::sink::{Memory, Sink};

/// How many bytes a file will have is known only about.
#[test]
fn a_file_that_is_larger_than_it_was_to_be_is_whole() {
    let mut browser = FakeBrowser::new(today());
    let mut sink = Sink::Memory(Memory::new(BufferPool::default(), 4));
    let file = "one,two,three,four,five";
    for piece in file.split_inclusive(',') {
        // A buffer may be larger than what is in it.
        let buffer = format!("{piece}...").into_bytes();
        let piece = Piece { buffer, bytes: piece.len() as u32 };
        sink.take(piece, &mut browser).unwrap();
        assert!(sink.spare().is_some(), "the buffer of a piece is free for the next");
    }
    let Sink::Memory(memory) = sink else { panic!("it stays what it is") };
    let (whole, _) = memory.into_whole();
    assert_eq!(&whole.buffer[..whole.bytes as usize], file.as_bytes());
}
