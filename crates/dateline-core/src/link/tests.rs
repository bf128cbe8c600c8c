use super::*;
use crate::assertion::{Attribute, Subject};
use crate::samples;
use crate::value::Value;
use proptest::prelude::*;

fn event(name: &str, heads: &[&str], class: &str, proper: bool) -> Subject {
    Subject {
        kind: EntityKind::Event,
        name: name.into(),
        names: vec![name.into()],
        head: heads.first().map(|head| (*head).into()),
        heads: heads.iter().map(|head| (*head).into()).collect(),
        class: Some(class.into()),
        realised: false,
        proper,
        when: None,
        main: false,
    }
}

fn person(name: &str) -> Subject {
    Subject { kind: EntityKind::Person, heads: vec![], head: None, class: None, ..event(name, &[], "", true) }
}

/// An article that says one thing of each subject.
fn reading(n: u8, subjects: Vec<Subject>) -> Extraction {
    let assertions = (0..subjects.len()).map(|subject| {
        let value: Value = samples::time("in May", "2013-05");
        crate::assertion::Assertion { subject, ..samples::assertion(n, 10 * subject, "date", value) }
    });
    let assertions = assertions.collect();
    Extraction {
        article: samples::article(n),
        revision: crate::id::Sha256Hex::of(&[n]),
        extractor: "test".into(),
        published: None,
        subjects,
        assertions,
        notices: vec![],
        shingles: vec![],
    }
}

fn link(readings: &[Extraction]) -> Vec<LinkedClaim> {
    let story = StoryName::from_text("a story").unwrap();
    let readings: Vec<Reading<'_>> = readings
        .iter()
        .map(|extraction| Reading { article: &extraction.article, published: None, extraction })
        .collect();
    link_story(&story, &readings)
}

fn ids(claims: &[LinkedClaim]) -> Vec<String> {
    claims.iter().map(|claim| format!("{} x{}", claim.id, claim.members.len())).collect()
}

#[test]
fn numbers_are_one_however_they_are_written() {
    let claims = link(&[
        reading(1, vec![event("Lisbon 2", &["conference"], "meeting", true)]),
        reading(2, vec![event("Lisbon II", &["summit"], "meeting", true)]),
    ]);
    assert_eq!(ids(&claims), ["lisbon-ii/date x2"]);
    let aliases: Vec<String> = claims[0].aliases.iter().map(ToString::to_string).collect();
    assert!(aliases.contains(&"lisbon-2/date".to_owned()), "{aliases:?}");
}

#[test]
fn either_spelling_finds_a_claim_that_only_one_article_made() {
    let claims = link(&[reading(1, vec![event("Lisbon 2", &["conference"], "meeting", true)])]);
    assert_eq!(claims[0].id.to_string(), "lisbon-2/date");
    assert!(claims[0].aliases.iter().any(|alias| alias.to_string() == "lisbon-ii/date"));
}

#[test]
fn two_numbers_are_two_things() {
    let claims = link(&[
        reading(1, vec![event("Lisbon II", &["conference"], "meeting", true)]),
        reading(2, vec![event("Lisbon III", &["conference"], "meeting", true)]),
    ]);
    assert_eq!(ids(&claims), ["lisbon-ii/date x1", "lisbon-iii/date x1"]);
}

#[test]
fn a_surname_joins_only_a_single_full_name() {
    let one = link(&[reading(1, vec![person("Ada Brown")]), reading(2, vec![person("Brown")])]);
    assert_eq!(ids(&one), ["ada-brown/date x2"]);
    let two = link(&[
        reading(1, vec![person("Ada Brown")]),
        reading(2, vec![person("Brown")]),
        reading(3, vec![person("Max Brown")]),
    ]);
    assert_eq!(two.iter().map(|claim| claim.members.len()).collect::<Vec<_>>(), [1, 1, 1]);
}

#[test]
fn meetings_of_two_dates_stay_two_and_of_one_date_are_one() {
    let dated = |date: &str| Subject {
        when: Some(samples::time_value("then", date)),
        realised: true,
        ..event("talks", &["talks"], "meeting", false)
    };
    let claims = link(&[
        reading(1, vec![dated("2013-06")]),
        reading(2, vec![dated("2013-11-05")]),
        reading(3, vec![dated("2013-11-05")]),
    ]);
    assert_eq!(ids(&claims), ["talks-2013-06/date x1", "talks-2013-11-05/date x2"]);
}

/// An event whose article tells its date.
fn on(date: &str, subject: Subject) -> Subject {
    Subject { when: Some(samples::time_value("then", date)), ..subject }
}

/// Links articles, each with the day on which it was published.
fn link_published(readings: &[(&str, Extraction)]) -> Vec<String> {
    let days: Vec<Edtf> = readings.iter().map(|(day, _)| Edtf::parse(day).unwrap()).collect();
    let all: Vec<Reading<'_>> = readings
        .iter()
        .zip(&days)
        .map(|((_, extraction), day)| Reading {
            article: &extraction.article,
            published: Some(day),
            extraction,
        })
        .collect();
    ids(&link_story(&StoryName::from_text("a story").unwrap(), &all))
}

fn hearing() -> Subject {
    event("hearing", &["hearing"], "trial", false)
}

#[test]
fn hearings_of_two_dates_are_two_and_what_has_no_date_is_neither() {
    let found = link_published(&[
        ("2013-06-01", reading(1, vec![on("2013-06-04", hearing())])),
        ("2013-06-03", reading(2, vec![on("2013-06-04", hearing())])),
        ("2013-06-03", reading(3, vec![on("2013-06-11", hearing())])),
        ("2013-06-03", reading(4, vec![hearing()])),
        ("2013-06-03", reading(5, vec![event("trial", &["trial"], "trial", false)])),
    ]);
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found.contains(&"hearing-2013-06-04/date x2".to_owned()), "{found:?}");
    assert!(found.contains(&"trial/date x1".to_owned()), "{found:?}");
}

#[test]
fn what_has_no_date_is_the_only_one_that_is_to_come() {
    let planned = || ("2013-06-01", reading(1, vec![on("2013-06-04", hearing())]));
    let soon = link_published(&[planned(), ("2013-06-06", reading(2, vec![hearing()]))]);
    assert_eq!(soon, ["hearing/date x2"]);
    let late = link_published(&[planned(), ("2013-08-06", reading(2, vec![hearing()]))]);
    assert_eq!(late.len(), 2, "{late:?}");
}

#[test]
fn meetings_that_capitals_tell_apart_are_two() {
    let of = |n, name: &str| ("2013-06-01", reading(n, vec![event(name, &["forum"], "meeting", false)]));
    assert_eq!(link_published(&[of(1, "forum"), of(2, "Orla forum")]).len(), 1);
    assert_eq!(link_published(&[of(1, "forum"), of(2, "Orla forum"), of(3, "Arkel forum")]).len(), 3);
}

#[test]
fn a_coarser_date_is_the_one_that_lies_in_it() {
    let blast = || event("blast", &["blast"], "blast", false);
    let of = |n, date| ("2013-06-01", reading(n, vec![on(date, blast())]));
    assert_eq!(link_published(&[of(1, "2013-04"), of(2, "2013-04-20"), of(3, "2013")]), ["blast/date x3"]);
    assert_eq!(link_published(&[of(1, "2013-04"), of(2, "2013-04-20"), of(3, "2013-04-02")]).len(), 3);
}

#[test]
fn a_disaster_of_former_years_is_not_the_one_of_the_story() {
    let blast = || event("blast", &["blast"], "blast", false);
    let found = link_published(&[
        ("2013-06-01", reading(1, vec![on("2005", blast())])),
        ("2013-06-01", reading(2, vec![on("2013-05-20", blast())])),
        ("2013-06-02", reading(3, vec![blast()])),
    ]);
    assert!(found.iter().any(|id| id.ends_with("x2")) && found.len() == 2, "{found:?}");
    let only_former = link_published(&[
        ("2013-06-01", reading(1, vec![on("2005", blast())])),
        ("2013-06-02", reading(3, vec![blast()])),
    ]);
    assert_eq!(only_former.len(), 2, "{only_former:?}");
}

#[test]
fn a_planned_event_joins_the_only_name_with_its_noun_or_none() {
    let named = |n, name: &str| reading(n, vec![event(name, &["conference"], "meeting", true)]);
    let plain = reading(3, vec![event("conference", &["conference"], "meeting", false)]);
    assert_eq!(ids(&link(&[named(1, "Lisbon II"), plain.clone()])), ["lisbon-ii/date x2"]);
    let unsure = link(&[named(1, "Lisbon II"), named(2, "Oslo II"), plain]);
    assert_eq!(unsure.len(), 3);
}

#[test]
fn what_only_a_verb_tells_of_joins_no_name() {
    // "The sides will meet again": no noun says which meeting.
    let named = Subject {
        heads: vec!["conference".into(), "meeting".into()],
        ..event("Lisbon II", &["conference"], "meeting", true)
    };
    let verb =
        Subject { heads: vec![], head: Some("meeting".into()), ..event("meeting", &[], "meeting", false) };
    assert_eq!(link(&[reading(1, vec![named]), reading(2, vec![verb])]).len(), 2);
}

#[test]
fn a_campaign_that_has_begun_is_the_one_that_was_planned() {
    let campaign = |n, realised| {
        reading(n, vec![Subject { realised, ..event("campaign", &["campaign"], "campaign", false) }])
    };
    assert_eq!(ids(&link(&[campaign(1, false), campaign(2, true)])), ["campaign/date x2"]);
}

#[test]
fn a_disaster_without_a_name_is_the_only_one_of_its_kind() {
    let collapse = |n| reading(n, vec![event("collapse", &["collapse"], "collapse", false)]);
    assert_eq!(ids(&link(&[collapse(1), collapse(2)])), ["collapse/date x2"]);
}

#[test]
fn without_a_chosen_story_two_floods_are_two() {
    let flood = |n| reading(n, vec![event("flood", &["flood"], "flood", false), person("Ada Brown")]);
    let (one, two) = (flood(1), flood(2));
    let readings: Vec<Reading<'_>> = [&one, &two]
        .into_iter()
        .map(|e| Reading { article: &e.article, published: None, extraction: e })
        .collect();
    let claims = link_story(&StoryName::inbox(), &readings);
    assert_eq!(claims.iter().map(|claim| claim.members.len()).collect::<Vec<_>>(), [2, 1, 1]);
}

#[test]
fn the_storys_own_name_is_preferred() {
    let story = StoryName::from_text("Lisbon 2").unwrap();
    let readings = [
        reading(1, vec![event("Lisbon 2", &["conference"], "meeting", true)]),
        reading(2, vec![event("Lisbon II", &["conference"], "meeting", true)]),
        reading(3, vec![event("Lisbon II", &["conference"], "meeting", true)]),
    ];
    let readings: Vec<Reading<'_>> =
        readings.iter().map(|e| Reading { article: &e.article, published: None, extraction: e }).collect();
    assert_eq!(link_story(&story, &readings)[0].id.to_string(), "lisbon-2/date");
}

#[test]
fn two_talks_of_one_article_stay_two() {
    let talks = || Subject { realised: true, ..event("talks", &["talks"], "meeting", false) };
    let claims = link(&[reading(1, vec![talks(), talks()]), reading(2, vec![talks()])]);
    assert_eq!(claims.iter().map(|claim| claim.members.len()).collect::<Vec<_>>(), [1, 1, 1]);
}

proptest! {
    #[test]
    fn the_order_of_ingest_does_not_matter(
        picks in prop::collection::vec((0_usize..8, any::<bool>()), 1..9),
        order in any::<prop::sample::Index>(),
    ) {
        let names = ["Lisbon II", "Lisbon 2", "Oslo II", "talks", "conference", "collapse", "Ada Brown", "Brown"];
        let mut readings: Vec<Extraction> = picks
            .iter()
            .enumerate()
            .map(|(n, &(pick, realised))| {
                let subject = match pick {
                    6 | 7 => person(names[pick]),
                    5 => event("collapse", &["collapse"], "collapse", false),
                    3 | 4 => Subject { realised, ..event(names[pick], &[names[pick]], "meeting", false) },
                    _ => event(names[pick], &["conference"], "meeting", true),
                };
                reading(u8::try_from(n).unwrap(), vec![subject])
            })
            .collect();
        let before = link(&readings);
        let pivot = order.index(readings.len());
        readings.rotate_left(pivot);
        readings.reverse();
        prop_assert_eq!(&before, &link(&readings));
        let members: usize = before.iter().map(|claim| claim.members.len()).sum();
        prop_assert_eq!(members, readings.len(), "every assertion belongs to one claim");
        let mut ids: Vec<_> = before.iter().map(|claim| claim.id.clone()).collect();
        ids.dedup();
        prop_assert_eq!(ids.len(), before.len(), "every claim has an id of its own");
    }
}

/// Links under judgements; `id(n, at)` is the assertion at `at` of article `n`.
fn link_judged(readings: &[Extraction], links: &Links) -> Vec<LinkedClaim> {
    let story = StoryName::from_text("a story").unwrap();
    let all = readings.iter();
    let all: Vec<Reading<'_>> =
        all.map(|extraction| Reading { article: &extraction.article, published: None, extraction }).collect();
    link_judged_story(&story, &all, links)
}

fn id(readings: &[Extraction], n: usize, at: usize) -> AssertionId {
    readings[n].assertions[at].id.clone()
}

fn summits() -> [Extraction; 3] {
    [
        reading(1, vec![event("Lisbon 2", &["summit"], "meeting", true)]),
        reading(2, vec![event("Tagus talks", &["talks"], "meeting", true), person("Ana Reis")]),
        reading(3, vec![event("Porto summit", &["summit"], "meeting", true)]),
    ]
}

#[test]
fn what_a_reviewer_merges_is_one_and_keeps_its_names() {
    let all = summits();
    assert_eq!(
        ids(&link_judged(&all, &Links::default())),
        ["ana-reis/date x1", "lisbon-2/date x1", "porto-summit/date x1", "tagus-talks/date x1"]
    );
    let two = |one: usize, other: usize| vec![id(&all, one, 0), id(&all, other, 0)];
    for merges in [vec![two(0, 1), two(1, 2)], vec![two(2, 1), two(1, 0)], vec![two(0, 1), two(0, 2)]] {
        let claims = link_judged(&all, &Links { merges, ..Links::default() });
        assert_eq!(ids(&claims), ["ana-reis/date x1", "tagus-talks/date x3"]);
        let aliases: Vec<String> = claims[1].aliases.iter().map(ToString::to_string).collect();
        for former in ["lisbon-2/date", "porto-summit/date"] {
            assert!(aliases.iter().any(|alias| alias == former), "{former} in {aliases:?}");
        }
    }
}

#[test]
fn a_split_holds_against_a_merge() {
    let all = summits();
    let merges = vec![vec![id(&all, 0, 0), id(&all, 1, 0), id(&all, 2, 0)]];
    let apart = vec![id(&all, 2, 0)];
    for (name, expected) in
        [(None, "porto-summit/date x1"), (Some("Harbour dinner"), "harbour-dinner/date x1")]
    {
        let splits = vec![crate::judgement::Split { apart: apart.clone(), name: name.map(str::to_owned) }];
        let claims = link_judged(&all, &Links { merges: merges.clone(), splits, ..Links::default() });
        let found = ids(&claims);
        assert!(found.contains(&expected.to_owned()), "{found:?}");
        assert_eq!(claims.iter().map(|claim| claim.members.len()).max(), Some(2), "{found:?}");
    }
}

#[test]
fn single_assertions_are_moved_and_said_of_something_else() {
    let all = summits();
    let moved = |at: AssertionId, beside: Option<AssertionId>, subject: Option<&str>| {
        crate::judgement::Moved { assertions: vec![at], beside, subject: subject.map(str::to_owned) }
    };
    let beside = moved(id(&all, 0, 0), Some(id(&all, 1, 0)), None);
    let named = moved(id(&all, 1, 0), None, Some("Porto Summit"));
    let links = |moves: Vec<crate::judgement::Moved>| Links { moves, ..Links::default() };
    let found = ids(&link_judged(&all, &links(vec![beside.clone()])));
    assert_eq!(found, ["ana-reis/date x1", "porto-summit/date x1", "tagus-talks/date x2"]);
    // What it was moved beside is moved itself: it goes along.
    let found = ids(&link_judged(&all, &links(vec![beside, named])));
    assert_eq!(found, ["ana-reis/date x1", "porto-summit/date x3"]);
    // A circle leaves everybody somewhere.
    let circle = [(0, 1), (1, 0)].map(|(a, b)| moved(id(&all, a, 0), Some(id(&all, b, 0)), None));
    let claims = link_judged(&all, &links(circle.to_vec()));
    assert_eq!(claims.iter().map(|claim| claim.members.len()).sum::<usize>(), 4);
    let deadline = (Attribute(Slug::new("deadline").unwrap()), None);
    let attributes = BTreeMap::from([(id(&all, 0, 0), deadline)]);
    let found = ids(&link_judged(&all, &Links { attributes, ..Links::default() }));
    assert!(found.contains(&"lisbon-2/deadline x1".to_owned()), "{found:?}");
}

fn thing(name: &str) -> Subject {
    let head = name.rsplit(' ').next().unwrap_or(name);
    Subject { kind: EntityKind::Other, class: None, ..event(name, &[head], "", false) }
}

#[test]
fn things_are_one_by_all_their_words() {
    let claims = link(&[
        reading(1, vec![thing("access road"), thing("flood barrier")]),
        reading(2, vec![thing("access road"), thing("new flood barrier")]),
    ]);
    let ids = ids(&claims);
    assert!(ids.contains(&"access-road/date x2".to_owned()), "{ids:?}");
    assert_eq!(ids.len(), 3, "{ids:?}");
}

#[test]
fn a_thing_that_may_be_either_of_two_is_joined_with_neither() {
    let claims = link(&[
        reading(1, vec![thing("well")]),
        reading(2, vec![thing("well")]),
        reading(3, vec![thing("second well")]),
        reading(4, vec![thing("roof of the well")]),
    ]);
    assert!(claims.iter().all(|claim| claim.members.len() == 1), "{:?}", ids(&claims));
}
