//! Posts of social networks that are embedded in a page: words that stand in the article and are not the outlet's.
//!
//! They are known by the class that the network's own instructions to embed give them, or by the address of a post in
//! a quotation or in a small box that is named after a network.

use super::prune::parts;
use super::tree::{NodeId, ROOT, Tree};
use std::collections::BTreeSet;

/// Classes that the networks' instructions give.
const CLASSES: [&str; 15] = [
    "twitter-tweet",
    "twitter-video",
    "instagram-media",
    "tiktok-embed",
    "bluesky-embed",
    "mastodon-embed",
    "reddit-embed-bq",
    "reddit-card",
    "text-post-media",
    "fb-post",
    "fb-video",
    "tumblr-post",
    "vk_post",
    "truthsocial-embed",
    "tgme_widget_message",
];

/// Parts of class names of an outlet's own boxes for posts.
const NETWORKS: [&str; 12] = [
    "tweet",
    "tweets",
    "twitter",
    "instagram",
    "facebook",
    "tiktok",
    "bluesky",
    "mastodon",
    "telegram",
    "reddit",
    "truthsocial",
    "threads",
];

/// Elements that hold more than a post, whatever they are called.
const PAGES: [&str; 4] = ["html", "body", "main", "article"];

/// Most text of a post that is known by its address, in bytes: what holds more holds more than the post.
const MAX_BYTES: usize = 4000;

/// The elements that are posts, those within others left out.
pub(super) fn posts(tree: &Tree<'_>) -> BTreeSet<NodeId> {
    let (bytes, linked) = measured(tree);
    let mut found = BTreeSet::new();
    let mut stack = vec![ROOT];
    while let Some(id) = stack.pop() {
        // What holds half of the page is the article, whatever it is called.
        let is_part = bytes[id] * 2 < bytes[ROOT];
        if id != ROOT && is_post(tree, id, is_part, linked[id] && is_part && bytes[id] <= MAX_BYTES) {
            found.insert(id);
        } else {
            stack.extend(tree.children(id).filter(|child| tree.text_of(*child).is_none()));
        }
    }
    found
}

/// For each node, how many bytes of text it holds, and whether the address of a post.
fn measured(tree: &Tree<'_>) -> (Vec<usize>, Vec<bool>) {
    let (mut bytes, mut linked) = (vec![0; tree.len()], vec![false; tree.len()]);
    // What stands in a node has a higher id.
    for id in (1..tree.len()).rev() {
        let node = tree.node(id);
        if matches!(&*node.name, "script" | "style") {
            bytes[id] = 0;
        } else if let Some(text) = tree.text_of(id) {
            bytes[id] = text.trim().len();
        } else if node.name == "a" {
            linked[id] |= tree.attribute(id, "href").is_some_and(|address| is_post_address(&address));
        }
        bytes[node.parent] += bytes[id];
        linked[node.parent] |= linked[id];
    }
    (bytes, linked)
}

/// Whether the element is a post; `is_part` is whether most of the page stands outside it, and `linked` whether it is
/// small and holds a post's address.
fn is_post(tree: &Tree<'_>, id: NodeId, is_part: bool, linked: bool) -> bool {
    let name = &*tree.node(id).name;
    if PAGES.contains(&name) {
        return false;
    }
    let class = tree.attribute(id, "class").unwrap_or_default();
    if (is_part || name == "blockquote") && class.split_whitespace().any(|class| CLASSES.contains(&class)) {
        return true;
    }
    linked
        && (name == "blockquote"
            || matches!(name, "div" | "section" | "figure" | "aside")
                && parts(&class.chars().take(400).collect::<String>())
                    .iter()
                    .any(|part| NETWORKS.contains(&part.as_str())))
}

/// Whether an address is that of a single post.
fn is_post_address(address: &str) -> bool {
    let Some((_, rest)) = address.split_once("//") else { return false };
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    let host = segments.next().unwrap_or_default().to_ascii_lowercase();
    let host =
        ["www.", "mobile.", "m.", "old."].iter().find_map(|start| host.strip_prefix(start)).unwrap_or(&host);
    let segments: Vec<&str> = segments.take(6).collect();
    let is_number = |text: &str| text.len() > 7 && text.bytes().all(|byte| byte.is_ascii_digit());
    match (host, &segments[..]) {
        ("twitter.com" | "x.com", [_, "status" | "statuses", number, ..])
        | ("tiktok.com", [_, "video", number, ..]) => is_number(number),
        ("instagram.com", ["p" | "reel" | "tv", _, ..] | [_, "p" | "reel", _, ..])
        | (
            "facebook.com",
            [_, "posts" | "videos" | "photos", _, ..] | ["permalink.php" | "story.php" | "photo.php"],
        )
        | ("bsky.app", ["profile", _, "post", _, ..])
        | ("threads.net" | "threads.com", [_, "post", _, ..])
        | ("reddit.com", ["r", _, "comments", _, ..])
        | ("linkedin.com", ["posts", _] | ["feed", "update", _]) => true,
        ("t.me", [_, number]) => number.bytes().all(|byte| byte.is_ascii_digit()),
        ("vk.com", [wall]) => wall.starts_with("wall-"),
        // Mastodon, Truth Social and their like, on whatever host.
        (_, [account, number] | [account, "posts", number]) => account.starts_with('@') && is_number(number),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_posts_are_told_from_those_of_accounts() {
        for address in [
            "https://twitter.com/quaypost/status/1190124368241795073?ref_src=twsrc",
            "//mobile.twitter.com/quaypost/status/1190124368241795073",
            "https://x.com/quaypost/status/1190124368241795073/photo/1",
            "https://www.instagram.com/p/Abc_1/",
            "https://www.facebook.com/quaypost/posts/12345678",
            "https://www.tiktok.com/@quaypost/video/6718335390845095173",
            "https://bsky.app/profile/quaypost.example/post/3k1",
            "https://social.example/@quaypost/109348684220134567",
            "https://t.me/quaypost/12",
        ] {
            assert!(is_post_address(address), "{address}");
        }
        for address in [
            "https://twitter.com/quaypost",
            "https://twitter.com/hashtag/ferry?src=hash",
            "https://twitter.com/intent/tweet?url=https://twitter.com/quaypost/status/1190124368241795073",
            "https://www.instagram.com/quaypost/",
            "https://www.facebook.com/sharer.php?u=a",
            "https://social.example/@quaypost",
            "https://quaypost.example/2019/12345678",
            "/quaypost/status/1190124368241795073",
            "",
        ] {
            assert!(!is_post_address(address), "{address}");
        }
    }
}
