//! One request and its answer over the network: names resolved and checked, time and bytes bounded.

use super::guard;
use super::target::Target;
use super::trouble::Trouble;
use dateline_core::fetch::{FetchFailure, Field, KEPT_FIELDS};
use rustls::CertificateError;
use std::io::{self, Read};
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use ureq::config::Config;
use ureq::http::{Uri, header};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

/// Longest head of an answer, in bytes.
const MAX_HEAD_BYTES: usize = 64 * 1024;
/// Bytes that are read at once.
const CHUNK_BYTES: usize = 32 * 1024;

/// How many bytes of a body are taken, as sent and as unpacked, and what becomes of a longer one.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cap {
    /// It is not taken.
    Refuse(usize),
    /// Its beginning is taken.
    Cut(usize),
}

/// What came of one request.
#[derive(Debug)]
pub(super) struct Exchange {
    /// What the host's name stands for.
    pub(super) resolved: Vec<IpAddr>,
    /// The head of the answer, if one came.
    pub(super) head: Option<Head>,
    /// The body, its encoding undone, or why there is none.
    pub(super) body: Result<Vec<u8>, Trouble>,
}

/// The head of an answer.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) status: u16,
    /// The fields that are kept.
    pub(super) fields: Vec<Field>,
    /// Where it redirects to, as it says it.
    pub(super) location: Option<String>,
}

impl Head {
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|field| field.name == name).map(|field| field.value.as_str())
    }
}

/// Bounds of one request.
#[derive(Debug)]
pub(super) struct Bounds {
    pub(super) connect: Duration,
    pub(super) total: Duration,
    pub(super) private_too: Vec<IpAddr>,
}

/// Sends requests.
#[derive(Debug)]
pub(super) struct Wire {
    agent: Agent,
    resolved: Arc<Mutex<Vec<IpAddr>>>,
    /// Why there is no certificate to trust, so that no server can be known by its own.
    trusts_nobody: Option<String>,
}

impl Wire {
    pub(super) fn new(user_agent: &str, bounds: Bounds) -> Self {
        // The system's certificates: those that its owner trusts, or those that `SSL_CERT_FILE` and `SSL_CERT_DIR`
        // put in their place. Where there are none nothing is trusted.
        let found = rustls_native_certs::load_native_certs();
        let roots: Vec<Certificate<'static>> =
            found.certs.iter().map(|it| Certificate::from_der(it.as_ref()).to_owned()).collect();
        let trusts_nobody = roots.is_empty().then(|| {
            let why = found.errors.first().map_or_else(|| "the system has none".to_owned(), ToString::to_string);
            format!(
                "no certificate was found by which a server could be known ({why}); SSL_CERT_FILE and SSL_CERT_DIR \
                 name others"
            )
        });
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::Specific(Arc::new(roots)))
            // ureq is built without one of its own and ends the program where none is given.
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .user_agent(user_agent)
            .accept("text/html, application/xhtml+xml, text/plain, application/xml;q=0.9, */*;q=0.5")
            .accept_encoding("gzip")
            .timeout_connect(Some(bounds.connect))
            .timeout_global(Some(bounds.total))
            .max_response_header_size(MAX_HEAD_BYTES)
            .max_idle_connections(0)
            .tls_config(tls)
            .build();
        let resolved = Arc::new(Mutex::new(Vec::new()));
        let checking = Checking {
            inner: DefaultResolver::default(),
            private_too: bounds.private_too,
            resolved: Arc::clone(&resolved),
        };
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), checking),
            resolved,
            trusts_nobody,
        }
    }

    /// Sends a request with these further fields.
    pub(super) fn exchange(
        &self,
        target: &Target,
        fields: &[(&'static str, &str)],
        cap: Cap,
        cancel: &AtomicBool,
    ) -> Exchange {
        self.seen().clear();
        let mut request = self.agent.get(target.address());
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        let (head, body) = match request.call() {
            Ok(response) => {
                let (parts, body) = response.into_parts();
                let value = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
                let kept = KEPT_FIELDS.into_iter().filter_map(|name| {
                    value(name).map(|value| Field { name: name.to_owned(), value: value.to_owned() })
                });
                let location = parts.headers.get(header::LOCATION).map(ureq::http::HeaderValue::as_bytes);
                let head = Head {
                    status: parts.status.as_u16(),
                    fields: kept.collect(),
                    location: location.map(|bytes| String::from_utf8_lossy(bytes).into_owned()),
                };
                let body = drain(body.into_reader(), cap, cancel)
                    .and_then(|came| unpacked(came, value("content-encoding"), cap, cancel));
                (Some(head), body)
            }
            Err(error) => {
                let trouble = match (trouble(&error), &self.trusts_nobody) {
                    (Trouble { failure: FetchFailure::Tls, .. }, Some(why)) => {
                        Trouble::new(FetchFailure::Tls, why.clone())
                    }
                    (other, _) => other,
                };
                (None, Err(trouble))
            }
        };
        Exchange { resolved: self.seen().clone(), head, body }
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Vec<IpAddr>> {
        self.resolved.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Looks a name up, and refuses it if it stands for an address that is not public. What it gives is what is
/// connected to: a second look-up, with another answer, does not happen.
#[derive(Debug)]
struct Checking {
    inner: DefaultResolver,
    private_too: Vec<IpAddr>,
    resolved: Arc<Mutex<Vec<IpAddr>>>,
}

impl Resolver for Checking {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.inner.resolve(uri, config, timeout).map_err(|error| match error {
            Error::Io(_) => Error::HostNotFound,
            other => other,
        })?;
        let addresses: Vec<IpAddr> = found.iter().map(std::net::SocketAddr::ip).collect();
        if let Some(refused) =
            addresses.iter().find(|it| !self.private_too.contains(it) && !guard::is_public(**it))
        {
            let host = uri.host().unwrap_or_default();
            let detail = format!("{host} stands for {refused}, which is no public address");
            return Err(Error::Other(Box::new(Trouble::new(FetchFailure::PrivateAddress, detail))));
        }
        *self.resolved.lock().unwrap_or_else(PoisonError::into_inner) = addresses;
        Ok(found)
    }
}

/// What was read of a body.
struct Came {
    bytes: Vec<u8>,
    /// Whether there was more.
    is_cut: bool,
}

/// Reads to the end, or to the cap, or until it is cancelled.
fn drain(mut source: impl Read, cap: Cap, cancel: &AtomicBool) -> Result<Came, Trouble> {
    let (Cap::Refuse(cap_bytes) | Cap::Cut(cap_bytes)) = cap;
    let mut bytes = Vec::new();
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        if cancel.load(Ordering::Relaxed) {
            return Err(Trouble::new(FetchFailure::Interrupted, "it was stopped"));
        }
        match source.read(&mut chunk) {
            Ok(0) => return Ok(Came { bytes, is_cut: false }),
            Ok(n) => bytes.extend_from_slice(&chunk[..n]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(io_trouble(&error, FetchFailure::Broken)),
        }
        if bytes.len() > cap_bytes {
            bytes.truncate(cap_bytes);
            return match cap {
                Cap::Cut(_) => Ok(Came { bytes, is_cut: true }),
                Cap::Refuse(_) => {
                    let mib = cap_bytes / (1024 * 1024);
                    Err(Trouble::new(FetchFailure::TooLarge, format!("more than {mib} MiB came")))
                }
            };
        }
    }
}

/// A body with its encoding undone.
fn unpacked(came: Came, encoding: Option<&str>, cap: Cap, cancel: &AtomicBool) -> Result<Vec<u8>, Trouble> {
    let Came { bytes, is_cut } = came;
    match encoding.map(|it| it.trim().to_ascii_lowercase()).as_deref() {
        None | Some("" | "identity") => Ok(bytes),
        // What has no body, as a 304, may name an encoding.
        Some(_) if bytes.is_empty() => Ok(bytes),
        Some("gzip" | "x-gzip") => {
            let unpacking = flate2::read::MultiGzDecoder::new(&bytes[..]);
            let whole =
                if is_cut { drain(UpToFault(unpacking), cap, cancel) } else { drain(unpacking, cap, cancel) };
            whole.map(|whole| whole.bytes)
        }
        Some(other) => {
            let detail = format!("it is packed as {other:?}, which was not asked for");
            Err(Trouble::new(FetchFailure::Packing, detail))
        }
    }
}

/// A source that ends where it can no longer be read: of what was cut, what stands before the cut.
struct UpToFault<R>(R);

impl<R: Read> Read for UpToFault<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).or_else(|error| match error.kind() {
            io::ErrorKind::Interrupted => Err(error),
            _ => Ok(0),
        })
    }
}

fn trouble(error: &Error) -> Trouble {
    let failure = match error {
        Error::Io(error) => return io_trouble(error, FetchFailure::Connection),
        Error::Other(inner) => match inner.downcast_ref::<Trouble>() {
            Some(trouble) => return trouble.clone(),
            None => FetchFailure::Broken,
        },
        Error::Timeout(_) => return Trouble::new(FetchFailure::TimedOut, "it took too long"),
        Error::HostNotFound => {
            return Trouble::new(FetchFailure::Host, "the host's name could not be looked up");
        }
        Error::BadUri(_) => FetchFailure::Address,
        Error::ConnectionFailed => FetchFailure::Connection,
        Error::Rustls(error) => return tls_trouble(error),
        Error::Tls(_) | Error::Pem(_) | Error::TlsRequired => FetchFailure::Tls,
        _ => FetchFailure::Broken,
    };
    Trouble::new(failure, error.to_string())
}

/// Why there is no secure connection.
fn tls_trouble(error: &rustls::Error) -> Trouble {
    let detail = match error {
        rustls::Error::InvalidCertificate(fault) => match fault {
            CertificateError::UnknownIssuer => {
                "its certificate is signed by nobody who is trusted here".to_owned()
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                "its certificate has expired".to_owned()
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                "its certificate is not valid yet".to_owned()
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                "its certificate is another host's".to_owned()
            }
            CertificateError::BadSignature => {
                "its certificate was not signed by the one that it names".to_owned()
            }
            // A certificate that may sign others, shown as a server's: OpenSSL's own default.
            CertificateError::Other(_) => {
                "its certificate is none that a server may show; perhaps it signed it itself".to_owned()
            }
            other => format!("its certificate is not trusted: {other}"),
        },
        other => format!("no secure connection: {other}"),
    };
    Trouble::new(FetchFailure::Tls, detail)
}

/// What an error of the system means; what it does not tell is `otherwise`.
fn io_trouble(error: &io::Error, otherwise: FetchFailure) -> Trouble {
    if let Some(inner) = error.get_ref() {
        if let Some(inner) = inner.downcast_ref::<Error>() {
            return trouble(inner);
        }
        if let Some(inner) = inner.downcast_ref::<rustls::Error>() {
            return tls_trouble(inner);
        }
    }
    match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => {
            Trouble::new(FetchFailure::TimedOut, "it took too long")
        }
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => {
            Trouble::new(FetchFailure::Broken, "the answer ended before its end")
        }
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
            Trouble::new(FetchFailure::Broken, error.to_string())
        }
        _ => Trouble::new(otherwise, error.to_string()),
    }
}
