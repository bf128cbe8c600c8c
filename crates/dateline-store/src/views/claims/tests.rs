use super::*;
use crate::views::{Changes, Checkpoint, ViewName};
use dateline_core::id::{Position, Sha256Hex};
use dateline_core::value::EntityKind;

fn id(text: &str) -> ClaimId {
    text.to_owned().try_into().unwrap()
}

fn claim(name: &str, aliases: &[&str]) -> LinkedClaim {
    LinkedClaim {
        id: id(name),
        aliases: aliases.iter().map(|alias| id(alias)).collect(),
        subject: name.to_owned(),
        names: vec![name.to_owned()],
        kind: EntityKind::Event,
        members: Vec::new(),
    }
}

fn story(name: &str) -> StoryName {
    StoryName::from_text(name).unwrap()
}

fn put(view: &View, story: &StoryName, all: &[LinkedClaim]) {
    let mut changes = Changes::new();
    for claim in all {
        changes.insert(claim_key(story, &claim.id), Some(view.encode(claim).unwrap()));
    }
    changes.extend(names(all).into_iter().map(|name| (name_key(story, name), Some(Vec::new()))));
    view.write(changes, Some(&Checkpoint::new(Position(1), Sha256Hex::of(b"")))).unwrap();
}

#[test]
fn claims_are_found_by_story_id_and_alias() {
    let dir = tempfile::tempdir().unwrap();
    let view = View::open(dir.path(), ViewName::Claims).unwrap();
    let ferry = [claim("quay/date", &["old-quay/date"]), claim("quay-fair/date", &[])];
    let flood = [claim("bridge/cost", &["quay/cost", "quay/date"])];
    let (a, b) = (story("ferry"), story("ferry-2"));
    put(&view, &a, &ferry);
    put(&view, &b, &flood);
    assert_eq!(of_story(&view, &a).unwrap(), ferry, "in the order of their ids, not of their text");
    assert_eq!(of_story(&view, &story("fer")).unwrap(), []);
    assert_eq!(named(&view, &id("quay/date")).unwrap(), [(a.clone(), ferry[0].clone())]);
    assert_eq!(named(&view, &id("old-quay/date")).unwrap(), [(a.clone(), ferry[0].clone())]);
    assert_eq!(named(&view, &id("quay/cost")).unwrap(), [(b.clone(), flood[0].clone())]);
    assert_eq!(named(&view, &id("quay/dat")).unwrap(), []);
    assert_eq!(named(&view, &id("qua/date")).unwrap(), []);
    for name in ["quay/date", "old-quay/date", "quay/cost", "quay/dat", "qua/date"] {
        let ids = named(&view, &id(name)).unwrap().into_iter().map(|(story, claim)| (story, claim.id));
        assert_eq!(ids_named(&view, &id(name)).unwrap(), ids.collect::<Vec<_>>(), "{name}");
    }
}
