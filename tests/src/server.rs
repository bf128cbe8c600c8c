//! A web server on this machine that a test starts. The tests of fetching take this file in as well.

use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A server on this machine. It remembers what was asked for.
pub(crate) struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers each connection with what `reply` does to it; it is given the request's head and how many
    /// requests there were for that path before.
    pub(crate) fn new(reply: impl Fn(&str, usize, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a server on this machine works");
        let port = listener.local_addr().expect("a server on this machine works").port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (seen, reply) = (Arc::clone(&asked), Arc::new(reply));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (seen, reply) = (Arc::clone(&seen), Arc::clone(&reply));
                std::thread::spawn(move || serve(stream, &seen, &*reply));
            }
        });
        Self { port, asked }
    }

    pub(crate) fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The heads of the requests, in order and in lower case.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.asked
            .lock()
            .expect("a server on this machine works")
            .iter()
            .map(|head| head.to_ascii_lowercase())
            .collect()
    }

    /// The paths that were asked for, in order.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked
            .lock()
            .expect("a server on this machine works")
            .iter()
            .map(|head| path_of(head).to_owned())
            .collect()
    }
}

/// The answer that there is no such page.
pub(crate) const NOT_FOUND: &str = "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone";

/// The path that a request's head asks for.
pub(crate) fn path_of(head: &str) -> &str {
    head.split(' ').nth(1).unwrap_or_default()
}

fn serve(
    mut stream: TcpStream,
    seen: &Mutex<Vec<String>>,
    reply: &(dyn Fn(&str, usize, &mut TcpStream) + Send + Sync),
) {
    let mut head = String::new();
    let mut reader = BufReader::new(stream.try_clone().expect("a server on this machine works"));
    while reader.read_line(&mut head).is_ok_and(|read| read > 2) {}
    let before = {
        let mut seen = seen.lock().expect("a server on this machine works");
        let before = seen.iter().filter(|earlier| path_of(earlier) == path_of(&head)).count();
        seen.push(head.clone());
        before
    };
    reply(&head, before, &mut stream);
}
