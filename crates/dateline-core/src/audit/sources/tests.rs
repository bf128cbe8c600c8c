use super::*;
use crate::attribution::{Attribution, Hop, Speech};
use crate::edtf::Edtf;
use crate::origin::{Copies, Sourced, origins, root_keys};
use crate::samples;

fn hop(role: HopRole, source_type: SourceType, name: &str, principal: Option<&str>) -> Hop {
    Hop {
        role,
        source_type,
        name: (!name.is_empty()).then(|| name.to_owned()),
        principal: principal.map(str::to_owned),
        source: None,
        cue: None,
        addressee: None,
        artifact_seen: false,
    }
}

fn named(name: &str, principal: Option<&str>) -> Hop {
    hop(HopRole::Speaker, SourceType::Named, name, principal)
}

/// Findings of a claim with one assertion for each chain, each in an article of its own.
fn check(attribute: &str, chains: Vec<Vec<Hop>>, scope: Scope, reviewed: bool) -> Vec<Finding> {
    let claim: ClaimId = format!("opening/{attribute}").try_into().unwrap();
    let metadata = Metadata::default();
    let list: Vec<(ArticleId, Assertion)> = (1_u8..)
        .zip(chains)
        .map(|(n, chain)| {
            let mut assertion = samples::assertion(n, 0, attribute, samples::count(12));
            assertion.attribution = Attribution { chain, speech: Speech::Indirect, scope };
            (samples::article(n), assertion)
        })
        .collect();
    let entries: Vec<SourcedEntry<'_>> =
        list.iter().map(|(article, assertion)| SourcedEntry { article, assertion, reviewed }).collect();
    let sourced: Vec<Sourced<'_>> = list
        .iter()
        .map(|(article, it)| Sourced { article, roots: root_keys(article, &it.attribution, &metadata) })
        .collect();
    check_claim(ClaimFacts {
        claim: &claim,
        entries: &entries,
        origins: &origins(&sourced, &Copies::default()),
    })
}

fn found(attribute: &str, chains: Vec<Vec<Hop>>) -> Vec<CheckId> {
    check(attribute, chains, Scope::Clear, false).into_iter().map(|finding| finding.check).collect()
}

#[test]
fn repetition_is_told_from_confirmation() {
    let mayor = || vec![named("Ada Brook", None)];
    assert_eq!(found("date", vec![mayor(), mayor()]), [CheckId::S01]);
    assert_eq!(found("date", vec![mayor()]), []);
    assert_eq!(found("date", vec![mayor(), vec![named("Ben Reed", None)]]), []);
    assert_eq!(found("said", vec![mayor(), mayor()]), []);
    let message = &check("date", vec![mayor(), mayor()], Scope::Clear, false)[0].message;
    assert!(message.contains("2 articles") && message.contains("ada-brook"), "{message}");
}

#[test]
fn unnamed_sources_alone_are_an_error() {
    let unnamed = || vec![hop(HopRole::Speaker, SourceType::Unnamed, "", None)];
    assert_eq!(found("killed", vec![unnamed(), unnamed()]), [CheckId::S02]);
    assert_eq!(found("killed", vec![unnamed(), vec![named("Ada Brook", None)]]), []);
    assert_eq!(found("killed", vec![vec![]]), []);
    assert_eq!(found("killed", vec![]), []);
}

#[test]
fn speakers_of_one_body_are_one() {
    let chains = || {
        vec![vec![named("Ada Brook", Some("White House"))], vec![named("Ben Reed", Some("State Department"))]]
    };
    assert_eq!(found("date", chains()), [CheckId::S01, CheckId::S05]);
    let findings = check("date", chains(), Scope::Clear, false);
    assert!(
        findings[1].message.starts_with("Ada Brook and Ben Reed speak for one body"),
        "{}",
        findings[1].message
    );
}

#[test]
fn what_is_only_named_upstream_is_noted_once() {
    let via = |name: &str| vec![hop(HopRole::Agency, SourceType::Named, name, None), named(name, None)];
    let findings = check("date", vec![via("Interfax"), via("Interfax"), via("Tass")], Scope::Clear, false);
    let upstream: Vec<_> = findings.iter().filter(|finding| finding.check == CheckId::S06).collect();
    assert_eq!(upstream.iter().map(|finding| finding.subjects.len()).collect::<Vec<_>>(), [2, 1]);
    let mut held = via("Interfax");
    held[0].artifact_seen = true;
    assert_eq!(found("date", vec![held]), []);
}

#[test]
fn an_unclear_speaker_waits_for_review() {
    let chain = || vec![vec![named("Ada Brook", None)]];
    let findings = check("date", chain(), Scope::Ambiguous, false);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].check, CheckId::S10);
    assert!(findings[0].message.contains("Ada Brook or by the article itself"), "{}", findings[0].message);
    assert!(check("date", chain(), Scope::Ambiguous, true).is_empty());
}

#[test]
fn missing_metadata_is_named_with_the_command() {
    let article = samples::article(1);
    let check = |metadata: &Metadata| check_metadata(ArticleFacts { article: &article, metadata });
    let mut metadata = Metadata::default();
    let all = &check(&metadata)[0];
    assert_eq!(all.message, "unknown: publication date, publisher and URL");
    let command =
        format!("dateline articles set {} --published DATE --publisher NAME --url URL", article.short());
    assert_eq!(all.next.as_deref(), Some(command.as_str()));
    metadata.published = Some(Edtf::parse("2013").unwrap());
    metadata.publisher = Some("Planet".into());
    assert_eq!(check(&metadata)[0].message, "unknown: URL");
    metadata.url = Some("https://planet.example/1".into());
    assert!(check(&metadata).is_empty());
}
