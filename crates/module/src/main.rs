//! The main of the page and its workers, and nothing else.

fn main() {
    segmint_web::start();
}
