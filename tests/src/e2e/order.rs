//! In whatever order articles are ingested, the same is answered. Aside: recorded times, operations and row
//! numbers.

use super::program::Home;
use super::seeds::{self, Story};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// How many orders are tried of a story that has more than four articles.
const SHUFFLES: u64 = 30;

/// Fields that say when, or in which operation, something was recorded.
const ASIDE: [&str; 5] = ["at_op", "op", "position", "recorded", "row"];

/// `value` without what may depend on the order.
fn without_order(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .filter(|(name, _)| !ASIDE.contains(&name.as_str()))
                .map(|(name, value)| (name, without_order(value)))
                .collect(),
        ),
        Value::Array(values) => Value::Array(values.into_iter().map(without_order).collect()),
        value => value,
    }
}

/// All orders of `items`.
fn orders<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    if items.len() < 2 {
        return vec![items.to_vec()];
    }
    let mut all = Vec::new();
    for at in 0..items.len() {
        let mut rest = items.to_vec();
        let first = rest.remove(at);
        for mut order in orders(&rest) {
            order.insert(0, first.clone());
            all.push(order);
        }
    }
    all
}

/// `items` in an order that depends on `seed` (Fisher and Yates; Steele's `SplitMix64`).
fn shuffled<T: Clone>(items: &[T], seed: u64) -> Vec<T> {
    let mut state = seed;
    let mut next = |below: usize| {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % below as u64).expect("it is below a length")
    };
    let mut items = items.to_vec();
    for at in (1..items.len()).rev() {
        items.swap(at, next(at + 1));
    }
    items
}

/// What is answered about everything stored, by command line.
fn answers(home: &Home, stories: &[String]) -> BTreeMap<String, Value> {
    let mut answers = BTreeMap::new();
    let mut ask = |line: &[&str]| {
        let answer = without_order(home.json(line)["data"].take());
        answers.insert(line.join(" "), answer.clone());
        answer
    };
    let claims = ask(&["claims", "list", "--all"]);
    let mut histories: Vec<String> = Vec::new();
    for claim in claims["claims"].as_array().expect("a list of claims") {
        // One assertion has no order.
        if claim["assertions"].as_u64() > Some(1) {
            let story = claim["story"].as_str().expect("a story");
            histories.push(format!("{story}:{}", claim["claim"].as_str().expect("a claim")));
        }
    }
    assert!(!histories.is_empty(), "nothing has a history");
    for claim in &histories {
        ask(&["history", claim]);
    }
    ask(&["changes"]);
    for story in stories {
        let listed = home.json(&["articles", "list", "--story", story]);
        let mut days: Vec<&str> = listed["data"]["articles"]
            .as_array()
            .expect("a list of articles")
            .iter()
            .filter_map(|article| article["metadata"]["published"].as_str())
            .collect();
        days.sort_unstable();
        let (Some(first), Some(last)) = (days.first(), days.last()) else { continue };
        ask(&["diff", "--story", story, first, last]);
    }
    answers
}

/// What is answered after `order`, in one operation or in one each.
fn after(order: &[String], stories: &[String], at_once: bool) -> BTreeMap<String, Value> {
    let home = Home::with_seeds();
    let ingest = |articles: &[String]| {
        let line = std::iter::once("ingest").chain(articles.iter().map(String::as_str));
        home.run(line).expect_code(0);
    };
    if at_once {
        ingest(order);
    } else {
        order.chunks(1).for_each(ingest);
    }
    answers(&home, stories)
}

/// That all of `orders` give the same answers as the first.
fn expect_same(orders: &[(Vec<String>, bool)], stories: &[String]) {
    let (first, at_once) = &orders[0];
    let expected = after(first, stories, *at_once);
    let waiting = Mutex::new(orders[1..].iter());
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..processors {
            scope.spawn(|| {
                loop {
                    let Some((order, at_once)) = waiting.lock().expect("no order panicked").next() else {
                        break;
                    };
                    let found = after(order, stories, *at_once);
                    for (line, answer) in &expected {
                        let other = found.get(line);
                        assert!(
                            other == Some(answer),
                            "dateline {line}\nfirst in the order {first:#?}\n{answer:#}\nthen in the order \
                             {order:#?}\n{:#}",
                            other.unwrap_or(&Value::Null)
                        );
                    }
                    assert_eq!(found.len(), expected.len(), "{order:#?}");
                }
            });
        }
    });
}

fn story_in_any_order(name: &str) {
    let story: Story = seeds::stories().into_iter().find(|story| story.name == name).expect("it is there");
    let mut tried: Vec<(Vec<String>, bool)> = vec![(story.articles.clone(), true)];
    let backwards: Vec<String> = story.articles.iter().rev().cloned().collect();
    tried.push((story.articles.clone(), false));
    tried.push((backwards, false));
    if story.articles.len() <= 4 {
        tried.extend(orders(&story.articles).into_iter().map(|order| (order, true)));
    } else {
        tried.extend((0..SHUFFLES).map(|seed| (shuffled(&story.articles, seed), seed % 3 != 0)));
    }
    expect_same(&tried, &[story.name]);
}

#[test]
fn geneva_ii_in_any_order() {
    story_in_any_order("geneva-ii");
}

#[test]
fn halcyon_telescope_in_any_order() {
    story_in_any_order("halcyon-telescope");
}

#[test]
fn sarne_cholera_in_any_order() {
    story_in_any_order("sarne-cholera");
}

#[test]
fn tolvane_market_hall_in_any_order() {
    story_in_any_order("tolvane-market-hall");
}

#[test]
fn no_story_is_left_out() {
    let names: Vec<String> = seeds::stories().into_iter().map(|story| story.name).collect();
    assert_eq!(names, ["geneva-ii", "halcyon-telescope", "sarne-cholera", "tolvane-market-hall"]);
}

#[test]
fn all_stories_mixed() {
    let stories = seeds::stories();
    let articles: Vec<String> = stories.iter().flat_map(|story| story.articles.clone()).collect();
    let names: Vec<String> = stories.into_iter().map(|story| story.name).collect();
    let mut tried = vec![(articles.clone(), true)];
    tried.extend((100..103).map(|seed| (shuffled(&articles, seed), true)));
    expect_same(&tried, &names);
}

#[test]
fn orders_are_all_and_shuffles_differ() {
    let mut all = orders(&[1, 2, 3, 4]);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 24);
    let six = [1, 2, 3, 4, 5, 6];
    let mut sorted = shuffled(&six, 7);
    assert_ne!(sorted, shuffled(&six, 8));
    sorted.sort_unstable();
    assert_eq!(sorted, six);
}
