use super::*;
use crate::id::{ArticleId, Sha256Hex};
use proptest::prelude::*;

fn revision(text: &str) -> Revision {
    let sha256 = Sha256Hex::of(text.as_bytes());
    Revision {
        article: ArticleId::from_first_capture(&sha256),
        sha256,
        text: text.into(),
        masked: vec![],
        embedded: vec![],
    }
}

fn between(before: &str, after: &str) -> TextEdits {
    text_edits(&revision(before), &revision(after))
}

/// Each edit as a line: its kind, and its words with `[-gone-]` and `{+come+}`.
fn drawn(before: &str, after: &str) -> Vec<String> {
    let words = |run: &Words| match run {
        Words::Both { after: at, .. } => at.slice(after).unwrap().to_owned(),
        Words::Before { before: at } => format!("[-{}-]", at.slice(before).unwrap()),
        Words::After { after: at } => format!("{{+{}+}}", at.slice(after).unwrap()),
    };
    let line = |edit: &Edit| {
        let words: Vec<String> = edit.words.iter().map(words).collect();
        format!("{:?} {}", edit.kind, words.join(" ")).trim().to_owned()
    };
    between(before, after).edits.iter().map(line).collect()
}

const BEFORE: &str = "The bridge at Oss was shut on Monday. Two people were hurt, a clerk said.\n\
    The ferry runs. It will open in March.\n";

#[test]
fn a_silent_edit_is_the_words_that_differ() {
    let after = BEFORE.replace("Two people", "Three people");
    assert_eq!(drawn(BEFORE, &after), ["Changed [-Two-] {+Three+} people were hurt, a clerk said."]);
    let hedged = BEFORE.replace("will open", "will probably open");
    assert_eq!(drawn(BEFORE, &hedged), ["Changed It will {+probably+} open in March."]);
}

#[test]
fn a_paragraph_that_moved_is_folded() {
    let moved = "The ferry runs. It will open in March.\nThe bridge at Oss was shut on Monday. Two people were hurt, a \
        clerk said.\n";
    assert_eq!(drawn(BEFORE, moved), ["Moved", "Moved"]);
}

#[test]
fn style_is_folded() {
    let styled = "The  bridge at OSS was shut\u{a0}on Monday.\n\nTwo people were hurt, a clerk said.\n\
        The ferry runs. It will open in March.\n";
    assert_eq!(drawn(BEFORE, styled), ["Style"]);
    assert_eq!(drawn("\"We won't\" – he said.", "“We won’t” — he said."), ["Style"]);
}

#[test]
fn what_may_change_the_meaning_is_no_style() {
    for (before, after) in [
        ("It costs 4.5 million.", "It costs 45 million."),
        ("It rose -5 points.", "It rose 5 points."),
        ("The toll was two.", "The toll was two?"),
        ("He called it \"final\" today.", "He called it final today."),
        ("No, more came.", "No more came."),
    ] {
        let kinds: Vec<EditKind> = between(before, after).edits.iter().map(|edit| edit.kind).collect();
        assert_eq!(kinds, [EditKind::Changed], "{before} {after}");
    }
}

#[test]
fn what_was_taken_out_and_put_in_stands_where_it_stood() {
    let after =
        BEFORE.replace(" Two people were hurt, a clerk said.", "").replace("runs.", "runs. Nobody died.");
    assert_eq!(
        drawn(BEFORE, &after),
        ["Absent [-Two people were hurt, a clerk said.-]", "Added {+Nobody died.+}"]
    );
}

#[test]
fn masked_parts_are_not_compared() {
    let mut before = revision("---\ntitle: One\n---\nThe ferry runs.");
    before.masked = vec![ByteSpan::new(0, 19)];
    let mut after = revision("---\ntitle: Another one\n---\nThe ferry sank.");
    after.masked = vec![ByteSpan::new(0, 27)];
    let found = text_edits(&before, &after);
    assert_eq!(found.edits.len(), 1, "{found:?}");
    assert_eq!(found.edits[0].after.unwrap().slice(&after.text), Some("The ferry sank."));
}

#[test]
fn a_sentence_has_its_partner() {
    let after = BEFORE.replace("Two", "Three").replace("The ferry runs. ", "");
    let found = between(BEFORE, &after);
    let partner =
        |words: &str| found.partner(BEFORE.find(words).unwrap()).and_then(|span| span.slice(&after));
    assert_eq!(partner("people were"), Some("Three people were hurt, a clerk said."));
    assert_eq!(partner("ferry"), None);
    assert_eq!(partner("March"), Some("It will open in March."));
}

#[test]
fn texts_too_different_to_be_compared_are_told_as_a_whole() {
    let text =
        |word: &str| (0..2500).map(|at| format!("{word} {at} is here.")).collect::<Vec<_>>().join("\n");
    let found = between(&text("One"), &text("Two"));
    assert!(found.is_coarse);
    assert_eq!((found.count(EditKind::Absent), found.count(EditKind::Added)), (2500, 2500));
    // One sentence of very many words: the whole of it, not word by word.
    let long = |word: &str| format!("{} {word}", "w ".repeat(5000));
    let found = between(&long("one"), &long("two"));
    assert_eq!(found.edits[0].words.len(), 2, "{:?}", found.edits[0].words.len());
    assert!(found.is_coarse);
}

/// Texts of few different words, so that sentences meet again.
fn text() -> impl Strategy<Value = String> {
    "((A|B|c|d|,|\u{2014}){1,4}( |\u{a0})?(e|F|g|2)?[.?]?(\n| |\n\n)){0,14}"
}

/// The later text's sentences, made of the earlier text's and the edits alone.
fn applied(before: &str, after: &str, found: &TextEdits) -> Vec<Vec<u32>> {
    let mut ids = WordIds::default();
    let (old, new) = (sentences(&revision(before), &mut ids), sentences(&revision(after), &mut ids));
    let edited = |span: ByteSpan| {
        found.edits.iter().any(|edit| edit.before == Some(span) && edit.kind != EditKind::Style)
    };
    // What keeps its place, in the earlier text's order, fills the places that no edit fills.
    let mut kept = old.iter().filter(|it| !edited(it.span)).map(Sentence::ids);
    let word = |span: ByteSpan, all: &[Sentence]| -> Vec<u32> {
        let words = all.iter().flat_map(|it| &it.words);
        words.filter(|(it, _)| span.contains(*it)).map(|(_, id)| *id).collect()
    };
    new.iter()
        .map(|it| match found.edits.iter().find(|edit| edit.after == Some(it.span)) {
            Some(Edit { kind: EditKind::Moved, before: Some(before), .. }) => word(*before, &old),
            Some(edit) if edit.kind != EditKind::Style => edit
                .words
                .iter()
                .flat_map(|run| match run {
                    Words::Both { before, .. } => word(*before, &old),
                    Words::Before { .. } => Vec::new(),
                    Words::After { after } => word(*after, &new),
                })
                .collect(),
            _ => kept.next().unwrap_or_default(),
        })
        .collect()
}

proptest! {
    #[test]
    fn a_text_does_not_differ_from_itself(text in "\\PC{0,200}|[A-Za-z .!?\n]{0,200}") {
        let found = between(&text, &text);
        prop_assert!(found.edits.is_empty() && !found.is_coarse);
    }

    #[test]
    fn the_edits_make_the_later_text_of_the_earlier(one in text(), other in text()) {
        let found = between(&one, &other);
        let mut ids = WordIds::default();
        let _ = sentences(&revision(&one), &mut ids);
        let wanted: Vec<Vec<u32>> = sentences(&revision(&other), &mut ids).iter().map(Sentence::ids).collect();
        prop_assert_eq!(applied(&one, &other, &found), wanted);
        // Nothing of the earlier text is left out.
        let old = sentences(&revision(&one), &mut WordIds::default()).len();
        let told = found.edits.iter().filter(|edit| edit.before.is_some()).count();
        prop_assert_eq!(found.unchanged + told, old);
    }

    #[test]
    fn edits_are_the_same_the_other_way_round(one in text(), other in text()) {
        let (there, back) = (between(&one, &other), between(&other, &one));
        for kind in [EditKind::Changed, EditKind::Moved, EditKind::Style] {
            prop_assert_eq!(there.count(kind), back.count(kind), "{:?}", kind);
        }
        prop_assert_eq!(there.count(EditKind::Added), back.count(EditKind::Absent));
        prop_assert_eq!(there.count(EditKind::Absent), back.count(EditKind::Added));
        prop_assert_eq!(there.unchanged, back.unchanged);
    }

    #[test]
    fn sentences_in_another_order_are_moved_and_no_more(order in Just((0..12).collect::<Vec<usize>>()).prop_shuffle()) {
        let text = |order: &[usize]| order.iter().map(|at| format!("This is number {at}.")).collect::<Vec<_>>().join(" ");
        let found = between(&text(&(0..12).collect::<Vec<usize>>()), &text(&order));
        prop_assert_eq!(found.count(EditKind::Moved), found.edits.len());
        prop_assert_eq!(found.unchanged + found.edits.len(), 12);
    }
}
