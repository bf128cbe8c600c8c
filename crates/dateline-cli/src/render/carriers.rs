//! Who carries a value.

use super::words::published;
use dateline::Carrier;

/// Who carries a value, outlet by outlet in the order of their first article: the outlet as `shown`, else the article,
/// and when; of several articles how many, and the first and the last day.
pub(crate) fn carriers(all: &[Carrier], shown: impl Fn(&str) -> String) -> String {
    let mut outlets: Vec<(&str, Vec<String>)> = Vec::new();
    for it in all {
        let outlet = it.publisher.as_deref().unwrap_or_else(|| it.article.short());
        let day = published(it.published.as_ref());
        match outlets.iter_mut().find(|(known, _)| *known == outlet) {
            Some((_, days)) => days.push(day),
            None => outlets.push((outlet, vec![day])),
        }
    }
    let named = outlets.into_iter().map(|(outlet, days)| {
        let outlet = shown(outlet);
        let (first, last) = (&days[0], &days[days.len() - 1]);
        match days.len() {
            1 => format!("{outlet} ({first})"),
            n if first == last => format!("{outlet} ({first}, {n} articles)"),
            n => format!("{outlet} ({first} to {last}, {n} articles)"),
        }
    });
    named.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::carriers;
    use dateline::Carrier;
    use dateline::edtf::Edtf;
    use dateline::id::{ArticleId, Sha256Hex};

    #[test]
    fn an_outlet_stands_once_with_its_days() {
        let carrier = |outlet: Option<&str>, day: &str| Carrier {
            article: ArticleId::from_first_capture(&Sha256Hex::of(day.as_bytes())),
            publisher: outlet.map(str::to_owned),
            published: Edtf::parse(day).ok(),
        };
        let (post, times) = (Some("Oss Post"), Some("Marl Times"));
        let all = [
            carrier(post, "2021-03-02"),
            carrier(times, "2021-03-02"),
            carrier(post, "2021-03-05"),
            carrier(times, "2021-03-02"),
            carrier(None, "2021-03-06"),
        ];
        let nameless = all[4].article.short();
        assert_eq!(
            carriers(&all, str::to_uppercase),
            format!(
                "OSS POST (2021-03-02 to 2021-03-05, 2 articles), MARL TIMES (2021-03-02, 2 articles), {} (2021-03-06)",
                nameless.to_uppercase()
            )
        );
    }
}
