//! Text to assertions.
