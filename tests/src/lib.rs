//! The suite over the whole program.

#[cfg(test)]
mod architecture;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod stories;
