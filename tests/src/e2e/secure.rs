//! Addresses over TLS: whom the program believes to be the server that was asked, and what it says of others.

use super::addresses::HERE;
use super::program::{Done, Home};
use crate::server::{NOT_FOUND, Server, path_of};
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Somebody who signs certificates.
struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key can be made");
        Self { issuer: CertifiedIssuer::self_signed(params, key).expect("it can sign") }
    }

    /// How a server shows itself that has a certificate for `name`, signed by this one.
    fn certify(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Arc<ServerConfig> {
        let key = KeyPair::generate().expect("a key can be made");
        let mut params = CertificateParams::new([name.to_owned()]).expect("it is a name");
        change(&mut params);
        shown(&params.signed_by(&key, &self.issuer).expect("it can sign"), &key)
    }
}

/// How a server shows itself that signed its certificate itself.
fn by_itself(name: &str) -> Arc<ServerConfig> {
    let key = KeyPair::generate().expect("a key can be made");
    let params = CertificateParams::new([name.to_owned()]).expect("it is a name");
    shown(&params.self_signed(&key).expect("it can sign"), &key)
}

fn shown(certificate: &Certificate, key: &KeyPair) -> Arc<ServerConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("there are some")
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der())),
        );
    Arc::new(config.expect("key and certificate belong together"))
}

/// A server of plain HTTP behind TLS. How it shows itself can be changed.
struct Secured {
    port: u16,
    shows: Arc<Mutex<Arc<ServerConfig>>>,
}

impl Secured {
    fn new(behind: &Server, shows: Arc<ServerConfig>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a server on this machine works");
        let port = listener.local_addr().expect("a server on this machine works").port();
        let shows = Arc::new(Mutex::new(shows));
        let (showing, behind) = (Arc::clone(&shows), behind.at("").replace("http://", ""));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let config = Arc::clone(&showing.lock().expect("nobody failed"));
                // Whoever does not trust it goes away, and is told nothing.
                let behind = behind.clone();
                std::thread::spawn(move || drop(pass_on(stream, config, &behind)));
            }
        });
        Self { port, shows }
    }

    fn at(&self, path: &str) -> String {
        format!("https://127.0.0.1:{}{path}", self.port)
    }

    fn show(&self, config: Arc<ServerConfig>) {
        *self.shows.lock().expect("nobody failed") = config;
    }
}

/// Hands one request to the server behind, and its answer back.
fn pass_on(stream: TcpStream, config: Arc<ServerConfig>, behind: &str) -> io::Result<()> {
    let connection = ServerConnection::new(config).map_err(io::Error::other)?;
    let mut asking = BufReader::new(StreamOwned::new(connection, stream));
    let mut head = String::new();
    while asking.read_line(&mut head)? > 2 {}
    let mut answering = TcpStream::connect(behind)?;
    answering.write_all(head.as_bytes())?;
    let mut answer = Vec::new();
    answering.read_to_end(&mut answer)?;
    let mut asking = asking.into_inner();
    asking.write_all(&answer)?;
    asking.conn.send_close_notify();
    asking.flush()
}

fn site() -> Server {
    Server::new(|head, _, stream| {
        let body = "<html><body><article><p>The Orla Conference will be held in May, Ines Vardal said after a long \
                    meeting with the mayors of the valley.</p></article></body></html>";
        let answer = match path_of(head) {
            "/a" => format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()),
            path if path.starts_with("/to/") => {
                format!("HTTP/1.1 302 Found\r\nLocation: http://{}\r\nContent-Length: 0\r\n\r\n", &path[4..])
            }
            _ => NOT_FOUND.to_owned(),
        };
        // A reader that has gone away is told nothing.
        let _ = stream.write_all(answer.as_bytes());
    })
}

/// Asks as one who trusts what `roots` holds.
fn ingest(home: &Home, address: &str, roots: &str) -> Done {
    let arguments = ["ingest", address, "--json"].into_iter().chain(HERE);
    Done::of(home.command(arguments).env("SSL_CERT_FILE", home.path().join(roots)))
}

#[test]
fn a_server_that_cannot_prove_who_it_is_is_not_believed() {
    let (home, site) = (Home::new(), site());
    let (known, stranger, forger) =
        (Authority::new("known"), Authority::new("stranger"), Authority::new("known"));
    home.write("known.pem", known.issuer.pem());
    home.write("none.pem", "");
    let good = known.certify("127.0.0.1", |_| ());
    let server = Secured::new(&site, Arc::clone(&good));
    let address = server.at("/a");

    ingest(&home, &address, "known.pem").expect_code(0);
    let listed = home.json(&["articles", "list"])["data"]["articles"].clone();
    let id = listed[0]["id"].as_str().expect("an article was stored");
    let asked = site.paths().len();
    let expired = |params: &mut CertificateParams| params.not_after = date_time_ymd(2020, 1, 1);
    let early = |params: &mut CertificateParams| params.not_before = date_time_ymd(3000, 1, 1);
    for (shows, roots, words) in [
        (known.certify("127.0.0.1", expired), "known.pem", "its certificate has expired"),
        (known.certify("127.0.0.1", early), "known.pem", "its certificate is not valid yet"),
        (known.certify("news.example", |_| ()), "known.pem", "its certificate is another host's"),
        (
            stranger.certify("127.0.0.1", |_| ()),
            "known.pem",
            "its certificate is signed by nobody who is trusted here",
        ),
        (
            forger.certify("127.0.0.1", |_| ()),
            "known.pem",
            "its certificate was not signed by the one that it names",
        ),
        (by_itself("127.0.0.1"), "known.pem", "its certificate is signed by nobody who is trusted here"),
        (good, "none.pem", "no certificate was found by which a server could be known"),
    ] {
        server.show(shows);
        let done = ingest(&home, &address, roots);
        let failure = done.expect_code(3).json()["data"]["failures"][0].clone();
        assert_eq!(failure["observed"], "fetch_failed", "{words}: {done}");
        assert!(
            failure["message"].as_str().is_some_and(|message| message.contains(words)),
            "{words}: {done}"
        );
    }
    assert_eq!(site.paths().len(), asked, "nothing was sent to who was not believed");
    let shown = home.json(&["articles", "show", id])["data"].clone();
    assert_eq!(shown["revisions"].as_array().map(Vec::len), Some(1));
    let sightings = shown["sightings"].as_array().expect("a list");
    assert!(sightings[1..].iter().all(|it| it["failure"] == "tls"), "{sightings:#?}");
    home.expect_intact();
}

#[test]
fn a_redirect_from_https_to_http_is_recorded_and_told() {
    let (home, site) = (Home::new(), site());
    let authority = Authority::new("known");
    home.write("known.pem", authority.issuer.pem());
    let server = Secured::new(&site, authority.certify("127.0.0.1", |_| ()));
    let plain = site.at("/a");
    let address = server.at(&plain.replace("http://", "/to/"));
    let done = ingest(&home, &address, "known.pem");
    let told = done.expect_code(0).json()["warnings"].to_string();
    assert!(told.contains(&format!("a redirect led from https to {plain}")), "{done}");
    let listed = home.json(&["articles", "list"])["data"]["articles"].clone();
    let id = listed[0]["id"].as_str().expect("an article was stored");
    let requests = home.json(&["articles", "show", id])["data"]["sightings"][0]["fetch"]["requests"].clone();
    assert_eq!((&requests[0]["location"], &requests[1]["address"]), (&plain.clone().into(), &plain.into()));
    // Over https all the way nothing is told, and what is as before is not told again.
    for quiet in [server.at("/a"), address] {
        let done = ingest(&home, &quiet, "known.pem");
        assert!(!done.expect_code(0).json()["warnings"].to_string().contains("https"), "{done}");
    }
}
