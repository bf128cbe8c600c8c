//! The suite over the whole program.

#[cfg(test)]
mod architecture;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod e2e;
#[cfg(test)]
mod foreign;
#[cfg(test)]
mod licences;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod server;
#[cfg(test)]
mod stories;
