//! Steps: how an assertion relates to the one it is compared with.
