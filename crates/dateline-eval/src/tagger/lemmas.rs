//! Finds the forms whose lemma the rules of spelling get wrong: a form and a base that both stand in the text.

use super::tagged;
use crate::files::{EvalError, print, read_text};
use dateline_extract::lemma;
use dateline_extract::tagger::Tag;
use std::collections::BTreeMap;
use std::path::Path;

/// Bases and forms that come more seldom may be slips of the pen, or of the teacher.
const LEAST_BASE: usize = 3;
const LEAST_FORM: usize = 2;

/// A part of speech, its forms' endings and their tags, and the tags of its base.
struct Paradigm {
    name: &'static str,
    base: &'static [Tag],
    forms: &'static [(Tag, &'static [&'static str])],
}

const PARADIGMS: [Paradigm; 3] = [
    Paradigm {
        name: "verb",
        base: &[Tag::VB, Tag::VBP],
        forms: &[
            (Tag::VBG, &["ing"]),
            (Tag::VBD, &["ed", "d"]),
            (Tag::VBN, &["ed", "d"]),
            (Tag::VBZ, &["es", "s"]),
        ],
    },
    Paradigm { name: "noun", base: &[Tag::NN], forms: &[(Tag::NNS, &["es", "s"])] },
    Paradigm {
        name: "adjective",
        base: &[Tag::JJ, Tag::RB],
        forms: &[(Tag::JJR, &["er"]), (Tag::JJS, &["est"]), (Tag::RBR, &["er"]), (Tag::RBS, &["est"])],
    },
];

/// Writes `PART FORM LEMMA` lines, sorted.
pub(crate) fn list(path: &Path) -> Result<(), EvalError> {
    let text = read_text(path)?;
    let mut counts: BTreeMap<(String, Tag), usize> = BTreeMap::new();
    for paragraph in tagged::read(path, &text)? {
        for (word, tag) in paragraph.words.iter().zip(paragraph.tags) {
            let plain = word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            if plain && word.len() > 2 {
                *counts.entry(((*word).to_owned(), tag)).or_default() += 1;
            }
        }
    }
    print(
        "# Forms that the rules of spelling get wrong. Written by `dateline-eval tagger lemmas`; do not edit.",
    )?;
    for paradigm in &PARADIGMS {
        let often = |base: &str| {
            let count = |tag: &Tag| counts.get(&(base.to_owned(), *tag)).copied().unwrap_or(0);
            paradigm.base.iter().map(count).sum::<usize>()
        };
        let mut lines = BTreeMap::new();
        for ((form, tag), times) in &counts {
            let Some((_, endings)) = paradigm.forms.iter().find(|(of, _)| of == tag) else { continue };
            if *times < LEAST_FORM {
                continue;
            }
            let best = endings
                .iter()
                .filter_map(|ending| form.strip_suffix(ending))
                .flat_map(bases)
                .filter(|base| often(base) >= LEAST_BASE)
                .max_by_key(|base| often(base));
            // A base that the rules give and that is a word, however seldom, is not overruled ("aides").
            if let Some(base) = best
                && often(&lemma::by_rule(form, *tag).to_string()) == 0
            {
                lines.insert(form.clone(), base);
            }
        }
        for (form, base) in lines {
            print(&format!("{} {form} {base}", paradigm.name))?;
        }
    }
    Ok(())
}

/// What a form without its ending may come from: "hop" from hop or hope, "stopp" from stop, "deni" from deny.
fn bases(stem: &str) -> Vec<String> {
    let mut out = vec![stem.to_owned(), format!("{stem}e")];
    let bytes = stem.as_bytes();
    if bytes.len() > 2 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2] {
        out.push(stem[..stem.len() - 1].to_owned());
    }
    out.extend(stem.strip_suffix('i').map(|stem| format!("{stem}y")));
    out
}

#[cfg(test)]
mod tests {
    use super::bases;

    #[test]
    fn a_stem_has_the_bases_that_english_makes_it_of() {
        assert_eq!(bases("hop"), ["hop", "hope"]);
        assert_eq!(bases("stopp"), ["stopp", "stoppe", "stop"]);
        assert_eq!(bases("deni"), ["deni", "denie", "deny"]);
    }
}
