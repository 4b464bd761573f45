//! What the site weighs on its way to a reader, compressed as hosts do it.

use std::io::Read;

use flate2::Compression;
use flate2::bufread::GzEncoder;

use crate::site::Site;
use crate::{Error, alone};

/// The bytes as `gzip -9` packs them, without name or time: the same for the same bytes.
pub(crate) fn packed(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut packed = Vec::new();
    let read = GzEncoder::new(bytes, Compression::best()).read_to_end(&mut packed);
    read.map_err(Error::Packing)?;
    Ok(packed)
}

/// Prints what each file weighs, and what the hosted page does: all of them but the one file.
pub(crate) fn tell(site: &Site) -> Result<(), Error> {
    let mut hosted = 0;
    println!("Weights in bytes, after gzip -9:");
    for name in site.names()? {
        let weight = packed(&site.bytes(&name)?)?.len();
        println!("{weight:>9}  {name}");
        if name != alone::NAME {
            hosted += weight;
        }
    }
    println!("{hosted:>9}  all of it but {}: a first visit", alone::NAME);
    Ok(())
}
