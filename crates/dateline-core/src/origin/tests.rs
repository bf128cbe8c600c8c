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

fn count(list: &[(u8, &[&str])], copied: &[Copy]) -> Vec<Origin> {
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
        &[],
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
    let found = count(&[(1, &[&one]), (2, &[&other]), (2, &[&other, "speaker:a"])], &[]);
    assert_eq!(found.len(), 2);
    assert!(found[0].unknown && !found[1].unknown);
}

#[test]
fn a_copy_shares_what_the_outlet_tells_and_not_whom_it_quotes() {
    let copy = Copy { one: article(1).min(article(2)), other: article(1).max(article(2)), containment: 0.78 };
    let told: [(u8, &[&str]); 2] = [(1, &["outlet:a"]), (2, &["outlet:b"])];
    let found = count(&told, std::slice::from_ref(&copy));
    assert_eq!(found.len(), 1);
    assert!(found[0].reasons[0].contains("share 78 %"), "{:?}", found[0].reasons);
    let quoted: [(u8, &[&str]); 4] =
        [(1, &["speaker:a"]), (1, &["speaker:b"]), (2, &["speaker:a"]), (2, &["speaker:b"])];
    assert_eq!(count(&quoted, &[copy]).len(), 2);
    assert_eq!(count(&told, &[]).len(), 2);
}

#[test]
fn containment_is_of_the_shorter_in_the_longer() {
    let range = |start: u64, end: u64| (start..end).collect::<Vec<_>>();
    let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
    assert!(near(containment(&range(0, 100), &range(60, 1000)), 0.4));
    assert!(near(containment(&range(0, 1000), &range(900, 1000)), 1.0));
    assert!(
        near(containment(&range(0, 10), &range(0, 1000)), 0.0),
        "ten words of a shared phrase are no copy"
    );
    assert!(near(containment(&[], &[]), 0.0));
}

#[test]
fn copies_are_found_whatever_the_order() {
    let ids: Vec<ArticleId> = (0..4).map(article).collect();
    let texts: Vec<Vec<u64>> =
        [(0, 100), (50, 150), (200, 300), (40, 60)].map(|(a, b): (u64, u64)| (a..b).collect()).into();
    let mut given: Vec<(&ArticleId, &[u64])> =
        ids.iter().zip(&texts).map(|(id, text)| (id, text.as_slice())).collect();
    let found = copies(&given);
    given.reverse();
    assert_eq!(copies(&given), found);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found.iter().all(|copy| copy.one < copy.other && copy.containment >= COPY_CONTAINMENT));
}

proptest! {
    #[test]
    fn origins_part_the_assertions(
        list in proptest::collection::vec((0_u8..4, proptest::collection::btree_set("(speaker|agency|outlet):[a-d]", 0..3)), 0..12)
    ) {
        let ids: Vec<ArticleId> = list.iter().map(|(n, _)| article(*n)).collect();
        let sourced: Vec<Sourced<'_>> =
            list.iter().zip(&ids).map(|((_, roots), article)| Sourced { article, roots: roots.clone() }).collect();
        let found = origins(&sourced, &[]);
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
    fn pairs_agree_with_the_definition(
        texts in proptest::collection::vec(proptest::collection::btree_set(0_u64..60, 15..50), 0..6)
    ) {
        let ids: Vec<ArticleId> = (0..6).map(article).collect();
        let texts: Vec<Vec<u64>> = texts.into_iter().map(|text| text.into_iter().collect()).collect();
        let given: Vec<(&ArticleId, &[u64])> = ids.iter().zip(&texts).map(|(id, text)| (id, text.as_slice())).collect();
        let found = copies(&given);
        for (at, one) in given.iter().enumerate() {
            for other in &given[at + 1..] {
                let is_copy = containment(one.1, other.1) >= COPY_CONTAINMENT;
                let pair = (one.0.min(other.0), one.0.max(other.0));
                prop_assert_eq!(found.iter().any(|copy| (&copy.one, &copy.other) == pair), is_copy);
            }
        }
    }
}
