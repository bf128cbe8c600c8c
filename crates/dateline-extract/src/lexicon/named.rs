//! The word classes that the code asks for by name, looked up once.

use super::{Class, DataError};
use std::collections::BTreeMap;

/// One field a class; the class is written with hyphens (`role_head` is `class role-head`).
macro_rules! named_classes {
    ($($field:ident)*) => {
        /// The word classes that the stages need.
        #[derive(Debug, Clone, Copy)]
        pub(crate) struct NamedClasses {
            $(pub(crate) $field: Class,)*
        }

        impl NamedClasses {
            /// # Errors
            /// The first of them that no lexicon file has.
            pub(super) fn of(classes: &BTreeMap<String, Class>) -> Result<Self, DataError> {
                Ok(Self { $($field: named(classes, stringify!($field))?,)* })
            }
        }
    };
}

named_classes! {
    abbreviation abbreviation_final abbreviation_leading abbreviation_state abbreviation_street
    abbreviation_title addressee_noun adverb agency agreement_noun anonymous_noun approximate article
    authority_noun be begin caption catenative collapse company_end compound_head crown conjunction
    counted_noun crash definite deciding_body owner_body
    demonstrative demonym discuss document_noun do_form event_attack event_blast event_campaign
    event_ceremony event_collapse event_crash event_disaster_generic event_evaluation event_fire event_flood
    event_held_generic event_landslide event_launch event_meeting event_outbreak event_past_adjective
    event_planned_adjective event_quake event_spill event_storm event_strike event_trial event_vote explode
    creed foreign_function gerund_noun gunfire happen have hedge_noun hedge_possible hedge_probable hedge_uncommitted hold
    indefinite kill meet modal month name_particle negator number_word numbered_name numbered_noun official_noun org_head
    mishap delay event_accident schedule postpone cancel launch open cost complete thing_noun unit part_noun
    people_noun people_at_large quotation_caption personal possessive preposition press_noun pronoun
    role_complement role_head plain_modifier
    role_head_plural role_modifier role_field role_title say schedule_participle spokesperson starter take title
    honour vague_noun violence weekday event_conflict rise revise disease_name worldwide no_body work_noun need_noun recurring_event
    firm_first market_noun region body_field
}

impl NamedClasses {
    /// The classes of nouns that mean people.
    pub(crate) fn people(&self) -> [Class; 6] {
        [
            self.people_noun,
            self.role_head,
            self.role_head_plural,
            self.official_noun,
            self.anonymous_noun,
            self.authority_noun,
        ]
    }
}

fn named(classes: &BTreeMap<String, Class>, field: &str) -> Result<Class, DataError> {
    let name = field.replace('_', "-");
    classes.get(&name).copied().ok_or_else(|| DataError {
        file: "lexicon/words.txt",
        line: 1,
        what: format!("the word class `{name}` is needed and not there"),
    })
}

#[cfg(test)]
mod tests {
    use super::NamedClasses;
    use std::collections::BTreeMap;

    #[test]
    fn a_missing_class_is_named() {
        let error = NamedClasses::of(&BTreeMap::new()).unwrap_err();
        assert!(error.what.contains("`abbreviation`"), "{error}");
    }
}
