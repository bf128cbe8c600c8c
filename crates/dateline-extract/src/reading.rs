//! One article as all stages see it.

use crate::attribution::{self, Attributions};
use crate::chart::{Chart, Kind};
use crate::document::Document;
use crate::entries::{self, Entry};
use crate::events::{self, Events, is_conflict, is_held};
use crate::lexicon::{Class, Lexicon, NamedClasses};
use crate::names::{self, Names};
use crate::quantities::{self, QuantityMention};
use crate::rules::RuleBook;
use crate::times::{self, Anchor, TimeExpression, TimeMention, resolve};
use crate::verb_group::{self, Direction, VerbGroup};
use crate::{ExtractionInput, Extractor};
use dateline_core::article::Metadata;
use dateline_core::edtf::Edtf;
use dateline_core::evidence::Evidence;
use dateline_core::id::{ArticleId, Sha256Hex};
use dateline_core::text::ByteSpan;
use dateline_core::value::{TimeModifier, TimeValue};

/// Everything the stages found, in the order in which they ran.
pub(crate) struct Reading<'r> {
    pub(crate) article: &'r ArticleId,
    pub(crate) sha256: &'r Sha256Hex,
    pub(crate) metadata: &'r Metadata,
    pub(crate) published: Option<&'r Edtf>,
    pub(crate) document: Document<'r>,
    pub(crate) book: &'r RuleBook,
    pub(crate) lexicon: &'r Lexicon,
    pub(crate) classes: &'r NamedClasses,
    pub(crate) chart: Chart,
    pub(crate) verbs: Vec<VerbGroup>,
    pub(crate) times: Vec<TimeMention>,
    /// Parts of the text with dates of their own.
    entries: Vec<Entry>,
    pub(crate) quantities: Vec<QuantityMention>,
    pub(crate) names: Names,
    pub(crate) events: Events,
    pub(crate) attributions: Attributions,
    /// The article's main disaster, if there is one.
    pub(crate) main: Option<usize>,
}

impl<'r> Reading<'r> {
    /// Runs the stages.
    pub(crate) fn new(extractor: &'r Extractor, input: &ExtractionInput<'r>) -> Self {
        let lexicon = &extractor.lexicon;
        let book = &extractor.book;
        let document = Document::read(input.revision, lexicon);
        let mut chart = Chart::new(document.tokens.len());
        let verbs = verb_group::find(&document, lexicon, &mut chart);
        let rules = &extractor.times;
        let ground = times::Ground { document: &document, lexicon, rules, book, verbs: &verbs };
        let times = times::find(ground, &mut chart);
        let entries = entries::find(&document, &times, &chart, input.metadata.published.as_ref());
        let quantities = quantities::find(&document, lexicon, &mut chart);
        let names = names::find(&document, lexicon, &mut chart);
        let ground = events::Ground { lexicon, document: &document, verbs: &verbs, times: &times };
        let events = events::find(ground, book, &mut chart);
        let ground = attribution::Ground {
            document: &document,
            classes: &lexicon.named,
            verbs: &verbs,
            names: &names,
            chart: &chart,
        };
        let attributions = attribution::find(ground, &extractor.cues);
        let mut reading = Self {
            article: input.article,
            sha256: &input.revision.sha256,
            metadata: input.metadata,
            published: input.metadata.published.as_ref(),
            document,
            book,
            lexicon,
            classes: &lexicon.named,
            chart,
            verbs,
            times,
            entries,
            quantities,
            names,
            events,
            attributions,
            main: None,
        };
        reading.main = reading.main_event_where(|class| !is_held(class) && !is_conflict(class));
        reading
    }

    /// The one event of the given classes that the article is about: the one spoken of most often. `None` when two compete.
    pub(crate) fn main_event(&self, classes: &[String]) -> Option<usize> {
        self.main_event_where(|class| classes.iter().any(|wanted| wanted == class))
    }

    fn main_event_where(&self, fits: impl Fn(&str) -> bool) -> Option<usize> {
        let of_kind = (0..self.events.all.len()).filter(|&e| fits(self.events.all[e].class));
        let most = of_kind.clone().max_by_key(|&e| (self.events.all[e].mentions, std::cmp::Reverse(e)))?;
        let often = self.events.all[most].mentions;
        // "the Arel disaster" beside "the spill", named about as often: the article compares two.
        let is_clear = |e: usize| {
            let (event, most) = (&self.events.all[e], &self.events.all[most]);
            let generic = event.class.ends_with("-generic") != most.class.ends_with("-generic");
            event.mentions + usize::from(generic) < often
        };
        of_kind.filter(|&e| e != most).all(is_clear).then_some(most)
    }

    /// The one meeting that has taken place, if the text before `token` speaks of just one.
    pub(crate) fn last_meeting(&self, token: usize) -> Option<usize> {
        let mut before: Vec<usize> = self
            .events
            .mentions
            .iter()
            .filter(|mention| mention.tokens.start < token)
            .filter_map(|mention| mention.entity)
            .filter(|&e| self.events.all[e].class == "event-meeting" && self.events.all[e].realised)
            .collect();
        before.sort_unstable();
        before.dedup();
        if let [one] = before[..] { Some(one) } else { None }
    }

    /// A time of the text on the calendar, or with what is known of it: it rests on the date of its entry, else on that
    /// of publication.
    pub(crate) fn resolved(&self, time: usize, direction: Direction, text: &str) -> TimeValue {
        let TimeMention { tokens, expression, .. } = &self.times[time];
        self.placed(expression, tokens.start, direction, text)
    }

    /// The same of a time before which something is not ("not until May").
    pub(crate) fn resolved_not_before(&self, time: usize, direction: Direction, text: &str) -> TimeValue {
        let TimeMention { tokens, expression, .. } = &self.times[time];
        let inner = match expression {
            TimeExpression::Modified { modifier: TimeModifier::Before, inner } => inner.clone(),
            other => Box::new(other.clone()),
        };
        let expression = TimeExpression::Modified { modifier: TimeModifier::OnOrAfter, inner };
        self.placed(&expression, tokens.start, direction, text)
    }

    fn placed(&self, expression: &TimeExpression, at: usize, direction: Direction, text: &str) -> TimeValue {
        match Entry::of(&self.entries, at) {
            Some(entry) => entry.resolve(expression, direction, text),
            None => resolve(expression, Anchor { published: self.published }, direction, text),
        }
    }

    /// Whether a time stands in an entry with a date of its own.
    pub(crate) fn has_own_date(&self, time: usize) -> bool {
        Entry::of(&self.entries, self.times[time].tokens.start).is_some_and(Entry::is_dated)
    }

    /// The words at `span` as evidence, at every place where they are printed.
    pub(crate) fn evidence(&self, span: ByteSpan) -> Vec<Evidence> {
        self.document
            .places(span)
            .into_iter()
            .filter_map(|place| {
                let line = self.document.lines.line_of(place.start_byte);
                Evidence::take(self.article, self.sha256, self.document.text, line, place)
            })
            .collect()
    }

    /// The sentence in which a span starts.
    pub(crate) fn sentence_at(&self, span: ByteSpan) -> Option<ByteSpan> {
        let sentences = &self.document.sentences;
        let at = sentences.partition_point(|sentence| sentence.span.end_byte <= span.start_byte);
        sentences.get(at).map(|sentence| sentence.span)
    }

    /// Whether a token is of a word class.
    pub(crate) fn has_class(&self, token: usize, class: Class) -> bool {
        self.document.tokens[token].classes.has(class)
    }

    /// Whether a token is a form of a reporting verb.
    pub(crate) fn says(&self, token: usize) -> bool {
        self.document.tokens[token].verb.is_some_and(|verb| verb.classes.has(self.classes.say))
    }

    /// Whether a token belongs to a verb group.
    pub(crate) fn in_verb_group(&self, token: usize) -> bool {
        let sentence = self.document.sentences[self.document.sentence_of(token)].tokens.clone();
        self.chart.within(Kind::Verb, sentence).any(|a| a.tokens.contains(&token))
    }
}
