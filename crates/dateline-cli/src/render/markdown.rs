//! `changes --format markdown`: a report for a newsroom's document. Every value has a footnote with its words,
//! outlet, date, bytes and the hash of the text they were read again from.

use super::carriers::carriers;
use super::changes::days;
use super::words::{claimed_in_full, count, in_full, published, sources, who};
use dateline::{
    Answer, Change, Changes, Contested, EditedFact, Overdue, Place, Row, Said, StoryChanges, Unconfirmed,
};
use std::fmt::Write as _;

/// The report.
pub(crate) fn markdown(answer: &Answer<Changes>) -> String {
    let mut report = Report::default();
    for story in &answer.data.stories {
        report.story(story, &answer.data);
    }
    let Report { mut text, notes, .. } = report;
    let basis = answer.basis.in_words(answer.at_op);
    let _ = write!(text, "\n---\n\nBasis: {basis}. Every quotation was read again from the stored text.\n");
    text.push_str(&notes);
    text
}

/// Text, and the footnotes that go below it.
#[derive(Default)]
struct Report {
    text: String,
    notes: String,
    /// The assertions that have a footnote, each with its number.
    numbered: Vec<String>,
}

impl Report {
    fn story(&mut self, story: &StoryChanges, all: &Changes) {
        let since = all.since.map(|day| format!(" since {day}")).unwrap_or_default();
        let _ = writeln!(self.text, "# {}: what changed{since}\n", escaped(story.story.as_str()));
        let counts = [
            count(story.articles, "article"),
            count(story.claims, "claim"),
            count(story.changes.len(), "change"),
        ];
        let _ = writeln!(self.text, "{}.", counts.join(", "));
        let mut claim = None;
        for change in &story.changes {
            if claim != Some(&change.claim) {
                claim = Some(&change.claim);
                let about = format!("{}: {}", change.subject, change.claim.attribute);
                let _ = writeln!(self.text, "\n## {}\n", escaped(&about));
            }
            self.change(change);
        }
        if !story.edited.is_empty() {
            self.text.push_str("\n## Edited after publication\n\n");
            for fact in &story.edited {
                self.edited(fact);
            }
        }
        if !story.contested.is_empty() {
            self.text.push_str("\n## Contested: values that exclude each other\n\n");
            for contested in &story.contested {
                self.contested(contested);
            }
        }
        self.unconfirmed(&story.unconfirmed);
        for renamed in &story.renamed {
            let names: Vec<String> =
                renamed.names.iter().map(|used| format!("\"{}\"", escaped(&used.name))).collect();
            let _ =
                writeln!(self.text, "\n{} is called {}.", escaped(&renamed.subject), names.join(", then "));
        }
    }

    fn change(&mut self, change: &Change) {
        let day = published(change.to.published.as_ref());
        let from = change.from.as_ref().map(|from| {
            let note = self.note(from);
            format!("from {}{note} ", escaped(&claimed_in_full(from)))
        });
        let note = self.note(&change.to);
        let _ = write!(
            self.text,
            "- {day}: **{}** {}to **{}**{note}, on the word of {}.",
            change.to.step.label,
            from.unwrap_or_default(),
            escaped(&claimed_in_full(&change.to)),
            escaped(&who(&change.to)),
        );
        for judgement in &change.to.judgements {
            let _ = write!(self.text, " {}.", escaped(&judgement.in_words()));
        }
        if !change.followed_by.is_empty() {
            let _ = write!(self.text, " Followed by {}.", carriers(&change.followed_by, escaped));
        }
        if !change.still_carried_by.is_empty() {
            let _ = write!(
                self.text,
                " The earlier value is still carried by {}.",
                carriers(&change.still_carried_by, escaped)
            );
        }
        self.text.push('\n');
    }

    fn edited(&mut self, fact: &EditedFact) {
        let about = format!("{} ({})", fact.subject, fact.aspect);
        let outlet = fact.publisher.as_deref().unwrap_or("publisher unknown");
        let mut side = |said: &Option<Said>| {
            said.as_ref().map(|said| {
                let told = escaped(&in_full(&said.value, &said.modality, said.polarity));
                let who = escaped(&sources(&said.attribution, said.scope));
                let id = said.evidence.first().map(|place| format!("{}@{}", place.sha256, place.start_byte));
                let note = self.footnote(id.unwrap_or_default(), said.evidence.first(), &escaped(outlet), "");
                format!("**{told}**{note} (on the word of {who})")
            })
        };
        let (before, after) = (side(&fact.before), side(&fact.after));
        let told = match (before, after) {
            (Some(before), Some(after)) => format!("from {before} to {after}"),
            (Some(before), None) => format!("{before} is absent. Silence is no retraction"),
            (None, after) => format!("{} was added", after.unwrap_or_default()),
        };
        let notice = match &fact.notices[..] {
            [] => "No notice of it was found.".to_owned(),
            [first, ..] => format!("The article says: \"{}\"", escaped(&first.quote)),
        };
        let _ = writeln!(
            self.text,
            "- {}, {}, revision {} to {}, by {}: {told}. {notice}",
            escaped(&about),
            escaped(outlet),
            fact.from,
            fact.to,
            fact.made_by(),
        );
    }

    fn contested(&mut self, contested: &Contested) {
        let values: Vec<String> = contested
            .stands
            .iter()
            .map(|row| {
                let note = self.note(row);
                format!("**{}**{note}, {}", escaped(&claimed_in_full(row)), escaped(&who(row)))
            })
            .collect();
        let about = format!("{}: {}", contested.subject, contested.claim.attribute);
        let _ = writeln!(self.text, "- {}: {}.", escaped(&about), values.join("; or "));
    }

    fn unconfirmed(&mut self, all: &Unconfirmed) {
        if let (Some(day), false) = (all.counted_to, all.overdue.is_empty()) {
            let _ = writeln!(self.text, "\n## Overdue on {day} and unconfirmed\n");
            for overdue in &all.overdue {
                let told = format!("was due by {}, {} earlier", overdue.due, days(overdue));
                self.overdue(overdue, &told, "nothing stored confirms it. Silence is no denial");
            }
        }
        if let (Some(newest), false) = (all.newest_article, all.passed_since.is_empty()) {
            let _ = writeln!(self.text, "\n## Passed since the newest article ({newest})\n");
            for overdue in &all.passed_since {
                let told = format!("was due by {}", overdue.due);
                self.overdue(overdue, &told, "nothing stored was published since");
            }
        }
    }

    fn overdue(&mut self, overdue: &Overdue, told: &str, silence: &str) {
        let note = self.note(&overdue.assertion);
        let _ = writeln!(
            self.text,
            "- {}: {} {told}{note}; {silence}.",
            escaped(&format!("{} {}", overdue.subject, overdue.claim.attribute)),
            escaped(&claimed_in_full(&overdue.assertion)),
        );
    }

    /// The mark of a row's footnote, which is written where it is met first.
    fn note(&mut self, row: &Row) -> String {
        let outlet = row.publisher.as_deref().unwrap_or("publisher unknown");
        let from = format!("{}, {}", escaped(outlet), published(row.published.as_ref()));
        let reviewed = if row.judgements.is_empty() { " Not reviewed." } else { "" };
        self.footnote(row.id.to_string(), row.evidence.first(), &from, reviewed)
    }

    /// The mark of a footnote with the words at a place; it is written where `id` is met first.
    fn footnote(&mut self, id: String, place: Option<&Place>, from: &str, reviewed: &str) -> String {
        if let Some(at) = self.numbered.iter().position(|known| *known == id) {
            return format!("[^{}]", at + 1);
        }
        let Some(place) = place else { return String::new() };
        self.numbered.push(id);
        let number = self.numbered.len();
        let _ = write!(
            self.notes,
            "\n[^{number}]: \"{}\". {from}. Article {}, bytes {}..{} of the text with SHA-256 `{}`.{reviewed}\n",
            escaped(&place.quote),
            place.article.short(),
            place.start_byte,
            place.end_byte,
            place.sha256,
        );
        format!("[^{number}]")
    }
}

/// Text from an article, in which nothing is markup, on one line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in super::display::shown(text, false).chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            c if c.is_ascii_punctuation() && "\\`*_{}[]<>#|~&!$".contains(c) => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
