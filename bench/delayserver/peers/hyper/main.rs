//! The delay server on hyper and one thread of tokio: GET /{delay in ms}/{message}
use hyper::header::{HeaderValue, CONTENT_TYPE};
use hyper::server::conn::AddrIncoming;
use hyper::service::{make_service_fn, service_fn};
use hyper::{Body, Request, Response, Server, StatusCode};
use std::convert::Infallible;
use std::error::Error;
use std::time::Duration;
use tokio::net::TcpSocket;

fn parse(path: &str) -> Option<(u64, &str)> {
    let (delay, message) = path.strip_prefix('/')?.split_once('/')?;
    Some((delay.parse().ok()?, message))
}

async fn answer(request: Request<Body>) -> Result<Response<Body>, Infallible> {
    let (delay, message) = match parse(request.uri().path()) {
        Some(wish) => wish,
        None => {
            let mut refusal = Response::new(Body::empty());
            *refusal.status_mut() = StatusCode::BAD_REQUEST;
            return Ok(refusal);
        }
    };
    if delay > 0 {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    let mut response = Response::new(Body::from(message.to_string()));
    let text = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, text);
    Ok(response)
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(([127, 0, 0, 1], 0).into())?;
    let listener = socket.listen(4096)?;
    println!("Listening on http://{}", listener.local_addr()?);
    let mut incoming = AddrIncoming::from_listener(listener)?;
    incoming.set_nodelay(true);
    let service = make_service_fn(|_| async { Ok::<_, Infallible>(service_fn(answer)) });
    Ok(Server::builder(incoming).serve(service).await?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build()?.block_on(serve())
}
