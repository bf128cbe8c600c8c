//! Asking a server on this machine that the test starts.

use super::*;
use server::{NOT_FOUND, Server, path_of};
use std::cell::RefCell;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpStream};

#[path = "../../../../../tests/src/server.rs"]
mod server;

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// A server that answers with these bytes by path; anything else is a 404.
fn serving(pages: &'static [(&'static str, &'static str)]) -> Server {
    Server::new(move |head, _, stream| {
        let path = path_of(head);
        let found = pages.iter().find(|(name, _)| *name == path).map_or(NOT_FOUND, |(_, answer)| answer);
        let _ = stream.write_all(found.as_bytes());
    })
}

/// Waits until the other side has gone.
fn until_gone(stream: &mut TcpStream) {
    let _ = stream.read(&mut [0; 16]);
}

fn ask(address: &str) -> Ask {
    Ask { address: address.to_owned(), ..Ask::default() }
}

/// What came of asking, and the waits that were made.
fn fetched_with(change: impl FnOnce(&mut Policy), asks: &[Ask]) -> (Vec<Answered>, Vec<Duration>) {
    let mut policy = Policy { private_too: vec![HERE], any_port: true, ..Policy::new("0") };
    change(&mut policy);
    let (waits, cancel) = (RefCell::new(Vec::new()), AtomicBool::new(false));
    let outside = Outside {
        now: Box::new(|| "2026-01-02T03:04:05Z".to_owned().try_into().unwrap()),
        wait: Box::new(|wait| waits.borrow_mut().push(wait)),
        cancel: &cancel,
    };
    let mut fetcher = Fetcher::new(policy, outside);
    let answers = asks.iter().map(|ask| fetcher.fetch(ask)).collect();
    drop(fetcher);
    (answers, waits.into_inner())
}

fn fetched(address: &str) -> Answered {
    fetched_with(|policy| policy.pause = Duration::ZERO, &[ask(address)]).0.remove(0)
}

fn failure(answered: &Answered) -> FetchFailure {
    match &answered.answer {
        Answer::Failed { failure, .. } => *failure,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_page_comes_with_how_it_came() {
    let server = serving(&[
        ("/a", "HTTP/1.1 301 Moved\r\nLocation: b?c\r\nContent-Length: 0\r\n\r\n"),
        (
            "/b?c",
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; Charset=ISO-8859-2\r\nETag: \"7\"\r\nSet-Cookie: a=b\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n1\r\nx\r\n0\r\n\r\n",
        ),
    ]);
    let Answered { fetch, answer, .. } = fetched(&server.at("/a"));
    assert_eq!(answer, Answer::Page { bytes: b"<p>x".to_vec(), charset: Some("ISO-8859-2".to_owned()) });
    assert_eq!(fetch.last_address(), server.at("/b?c"));
    assert_eq!((fetch.redirects(), fetch.status(), fetch.field("etag")), (1, Some(200), Some("\"7\"")));
    assert_eq!(fetch.requests[0].resolved, ["127.0.0.1"]);
    assert_eq!(fetch.requests[0].location.as_deref(), Some(server.at("/b?c").as_str()));
    assert!(fetch.fields.iter().all(|field| field.name != "set-cookie"));
    assert_eq!(fetch.body.unwrap().sha256, Sha256Hex::of(b"<p>x"));
    assert_eq!(server.paths(), ["/robots.txt", "/a", "/b?c"]);
    let head = &server.heads()[1];
    assert!(head.contains("user-agent: dateline/0 "), "{head}");
}

#[test]
fn missing_refused_and_failed_are_three_things() {
    let server = serving(&[
        ("/gone", "HTTP/1.1 410 Gone\r\nContent-Length: 9\r\n\r\nwithdrawn"),
        ("/closed", "HTTP/1.1 451 Legal\r\nContent-Length: 0\r\n\r\n"),
        ("/login", "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"),
        ("/part", "HTTP/1.1 206 Part\r\nContent-Length: 1\r\n\r\nx"),
    ]);
    let gone = fetched(&server.at("/gone"));
    assert_eq!((gone.answer, gone.fetch.status()), (Answer::Missing, Some(410)));
    let body = gone.fetch.body.unwrap();
    assert_eq!((body.length_bytes, body.bytes_base64.as_deref()), (9, Some("d2l0aGRyYXdu")));
    assert_eq!(fetched(&server.at("/never")).answer, Answer::Missing);
    for path in ["/closed", "/login", "/part"] {
        assert_eq!(failure(&fetched(&server.at(path))), FetchFailure::Refused, "{path}");
    }
}

#[test]
fn what_may_pass_is_tried_again_with_longer_waits() {
    let server = Server::new(|head, before, stream| {
        let answer = match (path_of(head), before) {
            ("/busy", 0) => "HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n",
            ("/flaky", 0 | 1) | ("/down", _) => "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
            ("/closed", _) => {
                "HTTP/1.1 503 Later\r\nRetry-After: Fri, 02 Jan 2026 05:04:05 GMT\r\nContent-Length: 0\r\n\r\n"
            }
            ("/busy" | "/flaky", _) => "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            _ => NOT_FOUND,
        };
        let _ = stream.write_all(answer.as_bytes());
    });
    let waits_for = |path: &str| {
        let (answers, waits) = fetched_with(|policy| policy.pause = Duration::ZERO, &[ask(&server.at(path))]);
        (answers.into_iter().next().unwrap(), waits.iter().map(Duration::as_secs).collect::<Vec<_>>())
    };
    let (busy, waits) = waits_for("/busy");
    assert!(matches!(busy.answer, Answer::Page { .. }), "{busy:?}");
    assert_eq!((waits, busy.fetch.requests.len()), (vec![7], 2));
    let (flaky, waits) = waits_for("/flaky");
    assert!(matches!(flaky.answer, Answer::Page { .. }), "{flaky:?}");
    assert_eq!(waits, [2, 4]);
    let (down, waits) = waits_for("/down");
    assert_eq!((failure(&down), waits), (FetchFailure::ServerError, vec![2, 4]));
    // Two hours are not waited for.
    let (closed, waits) = waits_for("/closed");
    assert_eq!((failure(&closed), closed.retry_after_s), (FetchFailure::ServerError, Some(7200)));
    assert!(waits.is_empty(), "{waits:?}");
}

#[test]
fn a_page_known_before_is_asked_for_with_its_validators() {
    let server = Server::new(|head, _, stream| {
        let known = head.to_ascii_lowercase().contains("if-none-match: \"7\"");
        let answer = match path_of(head) {
            "/a" if known => "HTTP/1.1 304 Not Modified\r\nETag: \"7\"\r\n\r\n",
            "/a" => "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na",
            "/old" => "HTTP/1.1 301 Moved\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n",
            "/odd" => "HTTP/1.1 304 Not Modified\r\n\r\n",
            _ => NOT_FOUND,
        };
        let _ = stream.write_all(answer.as_bytes());
    });
    let known = |path: &str, given_by: &str| {
        let validators = Validators {
            address: server.at(given_by),
            etag: Some("\"7\"".to_owned()),
            ..Validators::default()
        };
        Ask { validators: Some(validators), ..ask(&server.at(path)) }
    };
    let no_pause = |policy: &mut Policy| policy.pause = Duration::ZERO;
    let (answers, _) = fetched_with(
        no_pause,
        &[known("/a", "/a"), known("/old", "/a"), known("/old", "/old"), known("/odd", "/a")],
    );
    assert_eq!(answers[0].answer, Answer::NotModified);
    assert_eq!(answers[1].answer, Answer::NotModified, "who gave them is asked, wherever the way began");
    // Who did not give them is not told of them, and cannot say that nothing changed.
    assert!(matches!(answers[2].answer, Answer::Page { .. }), "{:?}", answers[2]);
    assert_eq!(answers[2].fetch.if_none_match.as_deref(), Some("\"7\""), "it was sent on the way");
    assert_eq!(failure(&answers[3]), FetchFailure::Refused);
    assert_eq!(answers[3].fetch.if_none_match, None);
    let conditional = |head: &String| head.contains("if-none-match").then(|| path_of(head).to_owned());
    let told: Vec<String> = server.heads().iter().filter_map(conditional).collect();
    assert_eq!(told, ["/a", "/a", "/old"]);
    assert_eq!(answers[0].fetch.if_none_match.as_deref(), Some("\"7\""));
    assert_eq!(
        failure(&fetched(&server.at("/odd"))),
        FetchFailure::Refused,
        "nobody asked whether it had changed"
    );
}

#[test]
fn hosts_are_given_time_between_requests() {
    let server = serving(&[
        (
            "/robots.txt",
            "HTTP/1.1 200 OK\r\nContent-Length: 33\r\n\r\nUser-agent: *\nCrawl-delay: 30\n\n\n\n",
        ),
        ("/a", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"),
    ]);
    let (answers, waits) =
        fetched_with(|_| (), &[ask(&server.at("/a")), ask(&server.at("/a")), ask(&server.at("/b"))]);
    assert!(matches!(answers[1].answer, Answer::Page { .. }));
    assert_eq!(waits.len(), 3, "{waits:?}");
    assert!(waits.iter().all(|it| (20..=30).contains(&it.as_secs())), "{waits:?}");
    assert_eq!(server.paths(), ["/robots.txt", "/a", "/a", "/b"], "what a site allows is asked once");
}

#[test]
fn robots_are_obeyed() {
    let refusing = serving(&[(
        "/robots.txt",
        "HTTP/1.1 200 OK\r\nContent-Length: 37\r\n\r\nUser-agent: dateline\nDisallow: /secret",
    )]);
    assert_eq!(failure(&fetched(&refusing.at("/secret/x"))), FetchFailure::Robots);
    assert_eq!(fetched(&refusing.at("/open")).answer, Answer::Missing);
    assert_eq!(refusing.paths(), ["/robots.txt", "/robots.txt", "/open"]);
    let broken = serving(&[("/robots.txt", "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")]);
    assert_eq!(failure(&fetched(&broken.at("/a"))), FetchFailure::Robots, "what is allowed is not known");
    let forbidden = serving(&[("/robots.txt", "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")]);
    assert_eq!(fetched(&forbidden.at("/a")).answer, Answer::Missing, "no robots.txt forbids nothing");
    // A redirect to where the site does not want programs is not followed.
    let hidden = serving(&[
        ("/robots.txt", "HTTP/1.1 200 OK\r\nContent-Length: 31\r\n\r\nUser-agent: *\nDisallow: /secret/"),
        ("/a", "HTTP/1.1 302 Found\r\nLocation: /secret/a\r\nContent-Length: 0\r\n\r\n"),
    ]);
    assert_eq!(failure(&fetched(&hidden.at("/a"))), FetchFailure::Robots);
}

/// Of a `robots.txt` that is too long the beginning counts, however it comes.
#[test]
fn a_robots_txt_without_end_is_obeyed_as_far_as_it_is_read() {
    let rules = b"User-agent: *\nDisallow: /secret\n".to_vec();
    let ok = |fields: &str| format!("HTTP/1.1 200 OK\r\n{fields}\r\n").into_bytes();
    let packed = |filler: &mut dyn Iterator<Item = u8>| {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(&[&rules[..], &filler.collect::<Vec<u8>>()].concat()).unwrap();
        [ok("Content-Encoding: gzip\r\n"), gzip.finish().unwrap()].concat()
    };
    // Small as sent, and large as sent: what looks like noise cannot be packed.
    let mut state = 1_u32;
    let noise = std::iter::repeat_with(move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u8::try_from(state >> 24).unwrap()
    });
    let long = 2 * robots::MAX_BYTES;
    let answers = [
        [ok(""), rules.clone()].concat(),
        packed(&mut std::iter::repeat_n(b'\n', long)),
        packed(&mut noise.take(long)),
    ];
    assert!(answers[1].len() < robots::MAX_BYTES && answers[2].len() > robots::MAX_BYTES);
    for (at, answer) in answers.into_iter().enumerate() {
        let server = Server::new(move |head, _, stream| {
            if path_of(head) != "/robots.txt" {
                return drop(stream.write_all(NOT_FOUND.as_bytes()));
            }
            // The first has no end at all; whoever reads it goes away.
            let _ = stream.write_all(&answer);
            while at == 0 && stream.write_all(&[b'\n'; 8192]).is_ok() {}
        });
        assert_eq!(failure(&fetched(&server.at("/secret"))), FetchFailure::Robots, "{at}");
        assert_eq!(fetched(&server.at("/open")).answer, Answer::Missing, "{at}");
    }
}

#[test]
fn hostile_answers_end() {
    let server = Server::new(|head, _, stream| {
        let ok = "HTTP/1.1 200 OK\r\n";
        let _ = match path_of(head) {
            "/silent" => {
                until_gone(stream);
                Ok(())
            }
            "/slow" => stream
                .write_all(format!("{ok}Content-Length: 10\r\n\r\nabc").as_bytes())
                .map(|()| until_gone(stream)),
            "/endless" => stream.write_all(format!("{ok}\r\n").as_bytes()).and_then(|()| {
                loop {
                    stream.write_all(&[b'a'; 8192])?;
                }
            }),
            "/head" => stream.write_all(ok.as_bytes()).and_then(|()| {
                loop {
                    stream.write_all(
                        b"X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n",
                    )?;
                }
            }),
            "/short" => stream.write_all(format!("{ok}Content-Length: 10\r\n\r\nabc").as_bytes()),
            "/cut" => stream.write_all(format!("{ok}Transfer-Encoding: chunked\r\n\r\nff\r\nabc").as_bytes()),
            "/nothing" => Ok(()),
            "/noise" => stream.write_all(b"220 mail.example ESMTP\r\n\r\n"),
            "/bomb" | "/torn" => {
                let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                gzip.write_all(&vec![b'a'; 4 << 20]).unwrap();
                let mut packed = gzip.finish().unwrap();
                if path_of(head) == "/torn" {
                    packed.truncate(200);
                }
                let head = format!("{ok}Content-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", packed.len());
                stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&packed))
            }
            "/packed" => stream
                .write_all(format!("{ok}Content-Encoding: br\r\nContent-Length: 3\r\n\r\nabc").as_bytes()),
            "/round" => {
                stream.write_all(b"HTTP/1.1 302 Found\r\nLocation: /about\r\nContent-Length: 0\r\n\r\n")
            }
            "/about" => {
                stream.write_all(b"HTTP/1.1 302 Found\r\nLocation: /round\r\nContent-Length: 0\r\n\r\n")
            }
            path if path.starts_with("/on") => {
                let location = format!("HTTP/1.1 307 On\r\nLocation: {path}n\r\nContent-Length: 0\r\n\r\n");
                stream.write_all(location.as_bytes())
            }
            _ => stream.write_all(NOT_FOUND.as_bytes()),
        };
    });
    let limits = |policy: &mut Policy| {
        policy.pause = Duration::ZERO;
        policy.total = Duration::from_millis(400);
        policy.body_bytes = 1 << 20;
    };
    for (path, expected) in [
        ("/silent", FetchFailure::TimedOut),
        ("/slow", FetchFailure::TimedOut),
        ("/endless", FetchFailure::TooLarge),
        ("/head", FetchFailure::Broken),
        ("/short", FetchFailure::Broken),
        ("/cut", FetchFailure::Broken),
        ("/nothing", FetchFailure::Broken),
        ("/noise", FetchFailure::Broken),
        ("/bomb", FetchFailure::TooLarge),
        ("/torn", FetchFailure::Broken),
        ("/packed", FetchFailure::Packing),
        ("/round", FetchFailure::Redirects),
        ("/on", FetchFailure::Redirects),
    ] {
        let (answers, _) = fetched_with(limits, &[ask(&server.at(path))]);
        assert_eq!(failure(&answers[0]), expected, "{path}: {:?}", answers[0]);
        assert!(answers[0].fetch.body.is_none(), "{path}: what did not come whole is not kept");
    }
}

#[test]
fn what_is_not_public_is_not_asked() {
    let server = serving(&[("/a", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na")]);
    let strict = |address: &str| {
        let (mut answers, _) = fetched_with(|policy| policy.private_too.clear(), &[ask(address)]);
        answers.remove(0)
    };
    let port = server.at("").rsplit(':').next().unwrap().to_owned();
    for host in
        ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "169.254.169.254", "2130706433"]
    {
        let answered = strict(&format!("http://{host}:{port}/a"));
        assert_eq!(failure(&answered), FetchFailure::PrivateAddress, "{host}: {answered:?}");
    }
    assert!(server.paths().is_empty(), "{:?}", server.paths());
    let (answers, _) = fetched_with(|policy| policy.any_port = false, &[ask(&server.at("/a"))]);
    assert_eq!(failure(&answers[0]), FetchFailure::Address, "its port is none of the web's");
}

/// A redirect is checked as the first address was: that the server's own address is let through says nothing for
/// what it redirects to.
#[test]
fn a_redirect_to_what_is_not_public_is_not_followed() {
    let server = Server::new(|head, _, stream| {
        let to = match path_of(head) {
            "/private" => "http://127.0.0.2:1/",
            "/metadata" => "http://169.254.169.254/latest/",
            "/file" => "file:///etc/passwd",
            "/name" => "http://me:secret@127.0.0.1/",
            _ => return drop(stream.write_all(NOT_FOUND.as_bytes())),
        };
        let answer = format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n");
        let _ = stream.write_all(answer.as_bytes());
    });
    for (path, expected) in [
        ("/private", FetchFailure::PrivateAddress),
        ("/metadata", FetchFailure::PrivateAddress),
        ("/file", FetchFailure::Redirects),
        ("/name", FetchFailure::Redirects),
    ] {
        assert_eq!(failure(&fetched(&server.at(path))), expected, "{path}");
    }
}

#[test]
fn an_interrupt_ends_the_asking() {
    let server =
        serving(&[("/robots.txt", NOT_FOUND), ("/down", "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")]);
    let cancel = AtomicBool::new(false);
    let outside = Outside {
        now: Box::new(|| "2026-01-02T03:04:05Z".to_owned().try_into().unwrap()),
        wait: Box::new(|_| cancel.store(true, Ordering::Relaxed)),
        cancel: &cancel,
    };
    let policy =
        Policy { private_too: vec![HERE], any_port: true, pause: Duration::ZERO, ..Policy::new("0") };
    let answered = Fetcher::new(policy, outside).fetch(&ask(&server.at("/down")));
    assert_eq!(failure(&answered), FetchFailure::Interrupted);
    assert_eq!(server.paths(), ["/robots.txt", "/down"]);
}
