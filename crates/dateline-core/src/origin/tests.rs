use super::*;
use crate::attribution::Speech;
use crate::samples::article;
use proptest::prelude::*;

fn hop(role: HopRole, source_type: SourceType, name: &str, principal: &str) -> Hop {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Hop {
        role,
        source_type,
        name: given(name),
        principal: given(principal),
        source: None,
        cue: None,
        addressee: None,
        artifact_seen: role == HopRole::Outlet,
    }
}

fn speaker(source_type: SourceType, name: &str, principal: &str) -> Hop {
    hop(HopRole::Speaker, source_type, name, principal)
}

fn roots_of(chain: Vec<Hop>, scope: Scope, publisher: &str, agency: &str) -> Vec<String> {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let metadata = Metadata { publisher: given(publisher), agency: given(agency), ..Metadata::default() };
    let attribution = Attribution { chain, speech: Speech::Indirect, scope };
    root_keys(&article(1), &attribution, &metadata).into_iter().collect()
}

fn roots(chain: Vec<Hop>, publisher: &str, agency: &str) -> Vec<String> {
    roots_of(chain, Scope::Clear, publisher, agency)
}

#[test]
fn roots_are_what_is_known_and_no_more() {
    use SourceType::{Document, Named, RoleOnly, Spokesperson, Unnamed};
    let own = format!("article:{}", article(1));
    let interfax = || hop(HopRole::Agency, Named, "Interfax", "");
    assert_eq!(roots(vec![], "", ""), std::slice::from_ref(&own));
    assert_eq!(roots(vec![], "The Daily Planet", ""), ["outlet:daily-planet"]);
    assert_eq!(
        roots(vec![hop(HopRole::Outlet, Named, "The Daily Planet", "")], "", ""),
        ["outlet:daily-planet"]
    );
    assert_eq!(roots(vec![], "Daily Planet", "Associated Press"), ["agency:ap"]);
    assert_eq!(roots(vec![], "Reuters", ""), ["agency:reuters"]);
    assert_eq!(
        roots(vec![interfax(), speaker(Named, "Gennady Gatilov", "")], "Planet", ""),
        ["agency:interfax", "speaker:gennady-gatilov"]
    );
    assert_eq!(
        roots(vec![speaker(Spokesperson, "Jay Carney", "White House")], "", ""),
        ["principal:us-government", "speaker:jay-carney"]
    );
    assert_eq!(roots(vec![speaker(Named, "the White House", "")], "", ""), ["principal:us-government"]);
    assert_eq!(roots(vec![speaker(Document, "The Hutton report", "")], "", ""), ["document:hutton-report"]);
    assert_eq!(roots(vec![speaker(Unnamed, "witnesses", "")], "Planet", ""), ["outlet:planet"]);
    assert_eq!(
        roots(vec![speaker(RoleOnly, "the police chief", "Springfield police")], "", ""),
        [own, "principal:springfield-police".into()]
    );
    assert_eq!(
        roots_of(vec![interfax(), speaker(Named, "Gatilov", "")], Scope::Ambiguous, "Planet", ""),
        ["agency:interfax", "outlet:planet", "speaker:gatilov"]
    );
    assert_eq!(
        roots(vec![interfax(), hop(HopRole::Agency, Named, "Reuters news agency", "")], "", "").len(),
        2
    );
}

fn count(list: &[(u8, &[&str])], copied: &Copies) -> Vec<Origin> {
    let ids: Vec<ArticleId> = list.iter().map(|(n, _)| article(*n)).collect();
    let sourced: Vec<Sourced<'_>> = list
        .iter()
        .zip(&ids)
        .map(|((_, roots), article)| Sourced {
            article,
            roots: roots.iter().map(|&root| root.to_owned()).collect(),
        })
        .collect();
    origins(&sourced, copied)
}

#[test]
fn sources_merge_from_one_to_the_next() {
    let found = count(
        &[
            (1, &["speaker:harf", "principal:us-government"]),
            (2, &["speaker:gatilov"]),
            (3, &["speaker:carney", "principal:us-government"]),
            (4, &["speaker:carney", "agency:reuters"]),
            (5, &["outlet:reuters"]),
            (6, &["speaker:us-government"]),
        ],
        &Copies::default(),
    );
    let members: Vec<_> = found.iter().map(|origin| origin.members.clone()).collect();
    assert_eq!(members, [vec![0, 2, 3, 4, 5], vec![1]]);
    assert!(found[1].reasons.is_empty());
    let reasons = found[0].reasons.join("; ");
    assert!(reasons.contains("2 assertions rest on the speaker carney"), "{reasons}");
    assert!(found.iter().all(|origin| !origin.unknown));
}

#[test]
fn unknown_articles_stay_apart_and_are_marked() {
    let (one, other) = (format!("article:{}", article(1)), format!("article:{}", article(2)));
    let found = count(&[(1, &[&one]), (2, &[&other]), (2, &[&other, "speaker:a"])], &Copies::default());
    assert_eq!(found.len(), 2);
    assert!(found[0].unknown && !found[1].unknown);
}

/// Articles by number, with the runs that they hold: from one number to before another.
fn among(texts: &[(u8, &[(u64, u64)])]) -> Copies {
    let texts: Vec<(ArticleId, Vec<u64>)> = texts
        .iter()
        .map(|(n, ranges)| (article(*n), ranges.iter().flat_map(|(from, to)| *from..*to).collect()))
        .collect();
    Copies::among(texts.iter().map(|(id, text)| (id, &text[..])))
}

#[test]
fn a_copy_shares_what_the_outlet_tells_and_not_whom_it_quotes() {
    let copies = among(&[(1, &[(0, 178)]), (2, &[(50, 300)])]);
    let told: [(u8, &[&str]); 2] = [(1, &["outlet:a"]), (2, &["outlet:b"])];
    let found = count(&told, &copies);
    assert_eq!(found.len(), 1);
    let (part, whole) = (article(1), article(2));
    let reason = format!(
        "71 % of article {}, by runs of five words outside quotations, is in {}",
        part.short(),
        whole.short()
    );
    assert_eq!(found[0].reasons, [reason]);
    let quoted: [(u8, &[&str]); 4] =
        [(1, &["speaker:a"]), (1, &["speaker:b"]), (2, &["speaker:a"]), (2, &["speaker:b"])];
    assert_eq!(count(&quoted, &copies).len(), 2);
    assert_eq!(count(&told, &Copies::default()).len(), 2);
}

#[test]
fn what_a_copied_text_has_from_an_agency_stays_the_agencys() {
    let copies = among(&[(1, &[(0, 100)]), (2, &[(0, 100)])]);
    let told: [(u8, &[&str]); 4] =
        [(1, &["agency:interfax"]), (1, &["outlet:a"]), (2, &["outlet:b"]), (2, &["agency:interfax"])];
    let members: Vec<_> = count(&told, &copies).into_iter().map(|origin| origin.members).collect();
    assert_eq!(members, [vec![0, 3], vec![1, 2]]);
}

#[test]
fn each_copy_is_told_once_beside_the_text_it_is_most_like() {
    let copies = among(&[
        (1, &[(0, 100)]),
        (2, &[(0, 100), (500, 520)]),
        (3, &[(40, 100), (500, 520), (600, 620)]),
        (4, &[(800, 900)]),
    ]);
    assert_eq!(copies.iter().count(), 3);
    let told: [(u8, &[&str]); 4] =
        [(1, &["outlet:a"]), (2, &["outlet:b"]), (3, &["outlet:c"]), (4, &["outlet:d"])];
    let found = count(&told, &copies);
    assert_eq!(
        found.iter().map(|origin| origin.members.clone()).collect::<Vec<_>>(),
        [vec![0, 1, 2], vec![3]]
    );
    let begin: Vec<String> =
        found[0].reasons.iter().map(|reason| reason.chars().take(21).collect()).collect();
    let expected =
        [(100, 1), (80, 3)].map(|(percent, n)| format!("{percent} % of article {}", article(n).short()));
    assert_eq!(begin, expected.map(|reason| reason.chars().take(21).collect::<String>()));
}

#[test]
fn a_text_in_between_makes_no_copies_of_those_who_say_nothing_together() {
    // 1 and 3 share nothing but what each took from 2, which does not speak of the claim.
    let copies = among(&[(1, &[(0, 100)]), (2, &[(0, 200)]), (3, &[(100, 200)])]);
    assert_eq!(copies.iter().count(), 2);
    assert_eq!(count(&[(1, &["outlet:a"]), (3, &["outlet:c"])], &copies).len(), 2);
}

#[test]
fn half_of_a_text_is_a_copy_unless_it_is_a_passage_of_a_short_one() {
    let of = |shared: u64, all: u64| {
        let copies = among(&[(1, &[(0, all)]), (2, &[(all - shared, all + 5000)])]);
        copies.iter().next().map(|copy| (copy.shared, copy.of))
    };
    assert_eq!((of(200, 400), of(199, 400)), (Some((200, 400)), None));
    assert_eq!((of(60, 120), of(59, 118)), (Some((60, 120)), None));
    assert_eq!((of(36, 48), of(35, 48)), (Some((36, 48)), None));
    assert_eq!((of(20, 20), of(19, 19)), (Some((20, 20)), None));
    assert_eq!(of(0, 0), None);
}

#[test]
fn a_short_text_meets_a_longer_one_that_picked_other_runs() {
    // The second text's rarest runs are its own, so that only the third's own picks can find it.
    let texts: [Vec<u64>; 3] =
        [(0..60).collect(), (0..60).chain(1000..1200).collect(), (0..60).chain(2000..2010).collect()];
    let mut index = index::Index::default();
    let found: Vec<Vec<u32>> =
        texts.iter().map(|text| index.add(text).iter().map(|found| found.earlier).collect()).collect();
    assert_eq!(found, [vec![], vec![0], vec![0, 1]]);
}

#[test]
fn a_note_below_every_article_makes_no_copies_of_them() {
    let note = (10_000, 10_058);
    let own = |n: u64| (n * 100, n * 100 + 50);
    let texts: Vec<Vec<(u64, u64)>> = (0..8).map(|n| vec![own(n), note]).collect();
    let texts: Vec<(u8, &[(u64, u64)])> = (0_u8..).zip(texts.iter().map(Vec::as_slice)).collect();
    assert_eq!(among(&texts).iter().count(), 0);
}

proptest! {
    #[test]
    fn origins_part_the_assertions(
        list in proptest::collection::vec((0_u8..4, proptest::collection::btree_set("(speaker|agency|outlet):[a-d]", 0..3)), 0..12)
    ) {
        let ids: Vec<ArticleId> = list.iter().map(|(n, _)| article(*n)).collect();
        let sourced: Vec<Sourced<'_>> =
            list.iter().zip(&ids).map(|((_, roots), article)| Sourced { article, roots: roots.clone() }).collect();
        let found = origins(&sourced, &Copies::default());
        let mut members: Vec<usize> = found.iter().flat_map(|origin| origin.members.clone()).collect();
        members.sort_unstable();
        prop_assert_eq!(members, (0..list.len()).collect::<Vec<_>>());
        for (at, one) in found.iter().enumerate() {
            prop_assert_eq!(one.members.len() > 1, !one.reasons.is_empty());
            for other in &found[at + 1..] {
                prop_assert!(one.roots.is_disjoint(&other.roots));
            }
        }
    }

    #[test]
    fn the_index_finds_what_comparing_all_with_all_finds_in_any_order(
        texts in proptest::collection::vec(proptest::collection::btree_set(0_u64..90, 15..80), 0..7)
            .prop_flat_map(|texts| (Just(texts.clone()), Just((0..texts.len()).collect::<Vec<_>>()).prop_shuffle()))
    ) {
        let (texts, order) = texts;
        // Runs that differ in their upper halves only meet in the index and must be told apart.
        let widened = |run: u64| if run.is_multiple_of(3) { (run << 32) | 7 } else { run };
        let texts: Vec<Vec<u64>> = texts
            .into_iter()
            .map(|text| text.into_iter().map(widened).collect::<BTreeSet<u64>>().into_iter().collect())
            .collect();
        let ids: Vec<ArticleId> = (0..7).map(article).collect();
        let mut index = index::Index::default();
        let mut found: BTreeSet<(usize, usize, usize)> = BTreeSet::new();
        for (added, &at) in order.iter().enumerate() {
            for index::Found { earlier, shared } in index.add(&texts[at]) {
                prop_assert!((earlier as usize) < added);
                let other = order[earlier as usize];
                prop_assert!(found.insert((at.min(other), at.max(other), shared as usize)), "found twice");
            }
        }
        let mut expected = BTreeSet::new();
        for (at, one) in texts.iter().enumerate() {
            for (beside, other) in texts.iter().enumerate().skip(at + 1) {
                let shared = one.iter().filter(|run| other.contains(run)).count();
                if least_shared(one.len().min(other.len())).is_some_and(|least| shared >= least) {
                    expected.insert((at, beside, shared));
                }
            }
        }
        prop_assert_eq!(&found, &expected);
        let of_texts: Vec<Vec<u32>> = texts.iter().map(|runs| keys(runs)).collect();
        let mut newcomers = Newcomers::new(of_texts.iter().map(Vec::as_slice));
        for (at, of_text) in of_texts.iter().enumerate() {
            let met: BTreeMap<usize, usize> = newcomers.met_by(of_text).into_iter().collect();
            for (beside, runs) in texts.iter().enumerate().filter(|(beside, _)| *beside != at) {
                let pair = expected.iter().find(|it| (it.0, it.1) == (at.min(beside), at.max(beside)));
                prop_assert!(pair.is_none_or(|it| met.get(&beside).is_some_and(|most| *most >= it.2)));
                let copy = Copy::between((&ids[at], &texts[at]), (&ids[beside], runs));
                prop_assert_eq!(copy.map(|copy| copy.shared), pair.map(|it| it.2));
            }
        }
        let in_order = |order: &[usize]| Copies::among(order.iter().map(|&at| (&ids[at], &texts[at][..])));
        let copies = in_order(&order);
        prop_assert_eq!(&copies, &in_order(&(0..texts.len()).collect::<Vec<_>>()));
        let told: BTreeSet<(&ArticleId, &ArticleId, usize)> = expected
            .iter()
            .map(|&(one, other, shared)| {
                let part = if (texts[one].len(), &ids[one]) <= (texts[other].len(), &ids[other]) { one } else { other };
                (&ids[part], &ids[one + other - part], shared)
            })
            .collect();
        let listed: Vec<Copy> = copies.iter().collect();
        prop_assert_eq!(listed.len(), told.len());
        prop_assert!(listed.iter().all(|copy| told.contains(&(&copy.part, &copy.whole, copy.shared))));
    }
}
