//! What holds of every reading, whatever the text.
