//! Whether two spellings are one person's name, as news has them: "Ana Holm", "Ana M. Holm".

use crate::id::Slug;

/// So many letters of a given name stand for all of it ("Dan" for "Daniel").
const SHORT_LETTERS: usize = 3;

/// What a surname may be followed by; it tells no other person of the same office.
const SUFFIXES: [&str; 4] = ["jr", "sr", "ii", "iii"];

/// Whether the names have one surname, and given names of which the fewer stand among the more, in their order; an initial
/// stands for a name that begins with it. A name without a given name is nobody's in particular.
///
/// Two people of one office may have the same surname and given name, and differ in a second initial that only one of the
/// two names has; of one claim, that is rarer than an article that leaves it out.
pub(super) fn is_one_person(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let (Some((surname, one)), Some((also, other))) = (one.split_last(), other.split_last()) else {
        return false;
    };
    if surname != also || one.is_empty() || other.is_empty() {
        return false;
    }
    let (fewer, more) = if full(one) <= full(other) { (one, other) } else { (other, one) };
    if full(fewer) == 0 {
        // "W.A. Holm" and "William Holm": by the first letter.
        return fewer.first().zip(more.first()).is_some_and(|(a, b)| stands_for(a, b));
    }
    let mut rest = more.iter().filter(|word| !is_initial(word));
    let in_order =
        fewer.iter().filter(|word| !is_initial(word)).all(|name| rest.any(|word| stands_for(name, word)));
    let initials =
        |words: &[String]| -> Vec<String> { words.iter().filter(|word| is_initial(word)).cloned().collect() };
    let (a, b) = (initials(one), initials(other));
    in_order && (a.is_empty() || b.is_empty() || a == b)
}

/// How many of the words are more than an initial.
fn full(words: &[String]) -> usize {
    words.iter().filter(|word| !is_initial(word)).count()
}

fn is_initial(word: &str) -> bool {
    word.chars().nth(1).is_none()
}

/// Whether one of two given names is the other, or a short form of it.
fn stands_for(one: &str, other: &str) -> bool {
    let short = one.chars().count().min(other.chars().count());
    let begins = one.starts_with(other) || other.starts_with(one);
    begins && (short >= SHORT_LETTERS || short == 1) || one == other
}

/// The words of a name, lower case, without marks on letters and without "Jr.". Initials that are written together are
/// parted ("W.A.").
fn words(name: &str) -> Vec<String> {
    let parted = name.replace('.', ". ");
    let slug = Slug::from_text(&parted).map(String::from).unwrap_or_default();
    let mut words: Vec<String> = slug.split('-').map(plain).collect();
    while words.len() > 1 && words.last().is_some_and(|last| SUFFIXES.contains(&last.as_str())) {
        words.pop();
    }
    words
}

/// A word with the letters of the Latin alphabet that are written for those with marks.
fn plain(word: &str) -> String {
    word.chars()
        .map(|letter| match letter {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ă' | 'ą' => 'a',
            'ç' | 'ć' | 'č' => 'c',
            'ď' | 'đ' => 'd',
            'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => 'e',
            'ğ' => 'g',
            'ì' | 'í' | 'î' | 'ï' | 'ı' => 'i',
            'ł' => 'l',
            'ñ' | 'ń' | 'ň' => 'n',
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => 'o',
            'ř' => 'r',
            'ś' | 'š' | 'ş' | 'ș' => 's',
            'ţ' | 'ț' => 't',
            'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ű' => 'u',
            'ý' | 'ÿ' => 'y',
            'ź' | 'ż' | 'ž' => 'z',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::is_one_person;

    #[test]
    fn spellings_of_one_name_are_one_person() {
        for (one, other) in [
            ("Ana Holm", "Ana M. Holm"),
            ("Sen. Ana Holm", "Ana Holm"),
            ("W.A. Holm", "William Holm"),
            ("Hugo Prado", "J. Hugo Prado"),
            ("Tarik Şahin", "Recai Tarik Sahin"),
            ("Christopher M. Berg", "Chris Berg"),
            ("Ola Lund Jr.", "Ola Lund"),
        ] {
            assert!(is_one_person(one, other), "{one} / {other}");
            assert!(is_one_person(other, one), "{other} / {one}");
        }
    }

    #[test]
    fn other_names_are_other_people() {
        for (one, other) in [
            ("Ana Holm", "Ola Holm"),
            ("Ana Holm", "Ana Berg"),
            ("Ana M. Holm", "Ana P. Holm"),
            ("Holm", "Ana Holm"),
            ("Lee Sun Il", "Lee Sun An"),
            ("W.A. Holm", "Peter Holm"),
            ("Ana Sol Holm", "Ana Ria Holm"),
            ("Al Holm", "Alan Holm"),
            ("", "Ana Holm"),
        ] {
            assert!(!is_one_person(one, other), "{one} / {other}");
            assert!(!is_one_person(other, one), "{other} / {one}");
        }
    }
}
