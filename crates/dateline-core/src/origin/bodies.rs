//! The few names under which news speaks of one government or one agency. What is not listed is compared
//! by its own name.

/// Bodies by the government they belong to.
const PRINCIPALS: [(&str, &[&str]); 5] = [
    (
        "us-government",
        &[
            "white-house",
            "state-department",
            "us-state-department",
            "department-of-state",
            "us-department-of-state",
            "pentagon",
            "us-defense-department",
            "defense-department",
            "obama-administration",
            "us-administration",
            "united-states",
            "us",
        ],
    ),
    (
        "russian-government",
        &["kremlin", "russian-foreign-ministry", "russias-foreign-ministry", "russian-defense-ministry"],
    ),
    ("british-government", &["downing-street", "foreign-office", "uk-government", "british-foreign-office"]),
    ("french-government", &["elysee", "élysée", "quai-dorsay", "french-foreign-ministry"]),
    ("united-nations", &["un", "un-secretariat"]),
];

/// Agencies by their other names.
const AGENCIES: [(&str, &[&str]); 12] = [
    ("reuters", &["thomson-reuters", "reuters-news"]),
    ("ap", &["associated-press", "ap-news"]),
    ("afp", &["agence-france-presse"]),
    ("interfax", &["interfax-russia"]),
    ("tass", &["itar-tass"]),
    ("ria-novosti", &["ria", "ria-news"]),
    ("xinhua", &["xinhua-news"]),
    ("dpa", &["deutsche-presse-agentur"]),
    ("upi", &["united-press-international"]),
    ("pti", &["press-trust-of-india"]),
    ("kyodo", &["kyodo-news"]),
    ("anadolu", &["anadolu-agency", "aa"]),
];

/// The government a body belongs to, if it is listed.
pub(super) fn principal(slug: &str) -> Option<&'static str> {
    find(&PRINCIPALS, slug)
}

/// The agency a name stands for, if it is listed ("Reuters news agency").
pub(super) fn agency(slug: &str) -> Option<&'static str> {
    find(
        &AGENCIES,
        slug.strip_suffix("-news-agency").or_else(|| slug.strip_suffix("-agency")).unwrap_or(slug),
    )
    .or_else(|| find(&AGENCIES, slug))
}

fn find(table: &[(&'static str, &[&str])], slug: &str) -> Option<&'static str> {
    table.iter().find(|(name, others)| *name == slug || others.contains(&slug)).map(|(name, _)| *name)
}
