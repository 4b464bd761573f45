//! What the site weighs on its way to a reader, compressed as hosts do it.

use std::io::Read;

use flate2::Compression;
use flate2::bufread::GzEncoder;

use crate::Error;
use crate::site::{ALONE, Site};

/// The bytes as `gzip -9` packs them, without name or time: the same for the same bytes.
pub(crate) fn packed(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut packed = Vec::new();
    let read = GzEncoder::new(bytes, Compression::best()).read_to_end(&mut packed);
    read.map_err(Error::Packing)?;
    Ok(packed)
}

/// Prints what each file weighs, and what all do that a first visit brings.
pub(crate) fn tell(site: &Site) -> Result<(), Error> {
    let weight = |name: &str| Ok::<_, Error>(packed(&site.bytes(name)?)?.len());
    let mut hosted = 0;
    println!("Weights in bytes, after gzip -9:");
    for name in site.first_visit()? {
        let weight = weight(&name)?;
        println!("{weight:>9}  {name}");
        hosted += weight;
    }
    println!("{hosted:>9}  the hosted page: all of these");
    println!("{:>9}  {ALONE}", weight(ALONE)?);
    Ok(())
}
