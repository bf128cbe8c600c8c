//! The subject and the verb of a plain clause. Each is found whole, or not at all.

use crate::chart::Kind;
use crate::document::TokenKind;
use crate::noun_group;
use crate::reading::Reading;
use crate::tagger::Tag;
use std::ops::Range;

/// A verb group.
pub(super) struct Verb {
    pub(super) tokens: Range<usize>,
    /// Its main verb.
    pub(super) main: usize,
    pub(super) lemma: String,
    pub(super) negated: bool,
    /// A form of "be", which takes a complement.
    pub(super) copula: bool,
}

/// A noun group that begins with the token `at` and names something: no pronoun, no time, nothing of which there is none.
pub(super) fn named(reading: &Reading<'_>, at: usize, end: usize) -> Option<Range<usize>> {
    let document = &reading.document;
    let group = noun_group::at(document, at, end)?;
    let tag = document.tag(group.head);
    let first = document.tag(at);
    let pronoun =
        matches!(first, Tag::PRP | Tag::EX | Tag::WP_POSSESSIVE | Tag::RB | Tag::VBN | Tag::VBG | Tag::WDT);
    let timed = reading.chart.within(Kind::Time, group.tokens.clone()).any(|time| {
        let owner = time.tokens.end < group.tokens.end && document.tag(time.tokens.end) == Tag::POS;
        !owner && (time.tokens.start == at || time.tokens.end == group.tokens.end)
    });
    // "The next day Prado", "<P.L> shares": a time before the name, a code.
    let unit = (at..group.head).any(|at| {
        reading.has_class(at, reading.classes.unit) && !matches!(document.tag(at + 1), Tag::POS | Tag::HYPH)
    });
    let code = document.words(group.tokens.clone()).contains(['<', '>', '|', '=', '[', ']', '*', '_', '@']);
    (tag.is_noun() && !pronoun && !timed && !unit && !code).then_some(group.tokens)
}

/// The subject that begins with the token `at`, up to its verb.
pub(super) fn subject(reading: &Reading<'_>, at: usize, end: usize) -> Option<Range<usize>> {
    let document = &reading.document;
    let none = matches!(
        document.word(at),
        "no" | "nobody"
            | "none"
            | "neither"
            | "either"
            | "few"
            | "little"
            | "hardly"
            | "what"
            | "which"
            | "not"
            | "nothing"
            | "any"
            | "anyone"
            | "anybody"
            | "anything"
            | "this"
            | "that"
            | "these"
            | "those"
            | "such"
            | "only"
            | "whatever"
    );
    if none || document.tokens[at].kind == TokenKind::Number && document.word(at).contains(':') {
        return None;
    }
    let mut tokens = named(reading, at, end)?;
    tokens.end = phrases(reading, tokens.end, end)?;
    // "Ana Prado, the mayor of Oslo, closed …"
    if tokens.end + 2 < end && document.word(tokens.end) == "," {
        let aside =
            matches!(document.word(tokens.end + 1), "the" | "a" | "an" | "its" | "his" | "her" | "their");
        let group = aside.then(|| named(reading, tokens.end + 1, end)).flatten()?;
        let close = phrases(reading, group.end, end)?;
        if close >= end || document.word(close) != "," {
            return None;
        }
        tokens.end = close + 1;
    }
    Some(tokens)
}

/// The verb group that begins with the token `at`: finite, active, and the only one.
pub(super) fn verb(reading: &Reading<'_>, start: usize, end: usize) -> Option<Verb> {
    let document = &reading.document;
    let classes = reading.classes;
    let (mut at, mut negated, mut auxiliary, mut finite) = (start, false, None, false);
    let main = loop {
        if at >= end {
            return None;
        }
        let (tag, word) = (document.tag(at), document.word(at));
        if reading.has_class(at, classes.negator) {
            negated = !negated;
        } else if tag.is_adverb() || reading.has_class(at, classes.adverb) && !tag.is_verb() {
            let weak = matches!(
                word,
                "almost"
                    | "nearly"
                    | "hardly"
                    | "barely"
                    | "scarcely"
                    | "rarely"
                    | "seldom"
                    | "only"
                    | "once"
                    | "further"
                    | "longer"
                    | "ever"
                    | "much"
                    | "far"
                    | "as"
                    | "so"
                    | "too"
                    | "instead"
                    | "just"
                    | "originally"
                    | "previously"
            );
            if weak {
                return None;
            }
        } else if tag == Tag::MD {
            if auxiliary.is_some() || !matches!(word, "will" | "may" | "might" | "can" | "ca" | "wo") {
                return None;
            }
            (auxiliary, finite) = (Some(at), true);
        } else if tag.is_verb() {
            finite |= tag.is_finite();
            let next = (at + 1..end)
                .find(|&next| !document.tag(next).is_adverb() && !reading.has_class(next, classes.negator));
            let helps =
                classes_of_auxiliaries(reading, at) && next.is_some_and(|next| document.tag(next).is_verb());
            if !helps {
                break at;
            }
            auxiliary = Some(at);
        } else {
            return None;
        }
        at += 1;
    };
    if !finite || !fits(reading, auxiliary, main) {
        return None;
    }
    let copula = reading.has_class(main, classes.be);
    let lemma = document.lemma(main).text().into_owned();
    if is_of_another_kind(reading, main, &lemma) {
        return None;
    }
    let particle = main + 1 < end && document.tag(main + 1) == Tag::RP;
    if particle
        && !matches!(
            document.word(main + 1),
            "up" | "out" | "off" | "down" | "away" | "back" | "on" | "over" | "in"
        )
    {
        return None;
    }
    let lemma = if particle { format!("{lemma} {}", document.word(main + 1)) } else { lemma };
    Some(Verb { tokens: start..main + 1 + usize::from(particle), main, lemma, negated, copula })
}

fn classes_of_auxiliaries(reading: &Reading<'_>, at: usize) -> bool {
    let c = reading.classes;
    reading.document.tokens[at].classes.has_any(&[c.be, c.have, c.do_form])
}

/// Whether a main verb has the form that its last auxiliary asks for, in the active.
fn fits(reading: &Reading<'_>, auxiliary: Option<usize>, main: usize) -> bool {
    let (document, c) = (&reading.document, reading.classes);
    let tag = document.tag(main);
    match auxiliary {
        None => matches!(tag, Tag::VBD | Tag::VBZ | Tag::VBP),
        Some(at) if document.tag(at) == Tag::MD => tag == Tag::VB,
        Some(at) if reading.has_class(at, c.be) => tag == Tag::VBG,
        Some(at) if reading.has_class(at, c.have) => tag == Tag::VBN,
        Some(_) => matches!(tag, Tag::VB | Tag::VBP),
    }
}

/// Verbs whose object is not all that they take, that say something of words, or whose object comes to be only in part.
fn is_of_another_kind(reading: &Reading<'_>, main: usize, lemma: &str) -> bool {
    // Headlines in capitals are tagged badly.
    let shouted = reading.document.is_acronym(main);
    shouted
        || reading.says(main)
        || matches!(
            lemma,
            "tell"
                | "ask"
                | "call"
                | "name"
                | "elect"
                | "appoint"
                | "make"
                | "let"
                | "consider"
                | "deem"
                | "dub"
                | "brand"
                | "term"
                | "seem"
                | "appear"
                | "become"
                | "remain"
                | "believe"
                | "think"
                | "hope"
                | "fear"
                | "suggest"
                | "want"
                | "wish"
                | "prevent"
                | "stop"
                | "bar"
                | "accuse"
                | "quote"
                | "describe"
                | "regard"
                | "view"
                | "see"
                | "treat"
                | "cite"
                | "portray"
                | "deprive"
                | "assure"
                | "convince"
                | "persuade"
                | "urge"
                | "allow"
                | "enable"
                | "force"
                | "order"
                | "expect"
                | "advise"
                | "encourage"
                | "invite"
                | "help"
                | "put"
                | "come"
                | "go"
                | "arrive"
                | "follow"
                | "quit"
                | "criticize"
                | "criticise"
                | "imagine"
                | "pretend"
                | "get"
                | "keep"
                | "find"
                | "leave"
                | "render"
                | "label"
                | "use"
                | "like"
                | "need"
        )
}

/// From the end of a noun group over the phrases that follow it, and the groups that "and" joins to it. `None` where one
/// of them is not found.
pub(super) fn phrases(reading: &Reading<'_>, mut at: usize, end: usize) -> Option<usize> {
    let document = &reading.document;
    while at < end {
        let word = document.word(at);
        let joins = matches!(word, "and" | "or");
        if !joins && !is_preposition(word) {
            break;
        }
        if is_time(reading, at + 1) {
            break;
        }
        // "… and | closed the bridge", "… and police | left": what follows is a clause of its own.
        let group = noun_group::at(document, at + 1, end).filter(|group| document.tag(group.head) != Tag::EX);
        let after = group.as_ref().map(|group| group.tokens.end);
        if joins {
            let next = (at + 1..end).find(|&next| !document.tag(next).is_adverb());
            let verb = next.is_some_and(|next| document.tag(next).is_finite());
            let Some(after) = after.filter(|_| !verb) else { return verb.then_some(at) };
            at = after;
            continue;
        }
        at = after?;
    }
    Some(at)
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "of" | "in"
            | "on"
            | "at"
            | "for"
            | "from"
            | "with"
            | "without"
            | "to"
            | "into"
            | "onto"
            | "against"
            | "between"
            | "among"
            | "near"
            | "under"
            | "over"
            | "about"
            | "by"
            | "through"
            | "across"
            | "inside"
            | "outside"
            | "within"
            | "towards"
            | "toward"
            | "around"
            | "along"
            | "aboard"
            | "behind"
            | "beyond"
            | "per"
            | "via"
    )
}

pub(super) fn is_time(reading: &Reading<'_>, at: usize) -> bool {
    reading.chart.at(at).iter().any(|a| a.kind == Kind::Time)
}
