//! The Rust twin of sizes.co: the same functions, in the same order, with the
//! same types.
use std::future::Future;
use std::mem::size_of_val;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

/// What all of them wait for: is pending so many times.
struct Pause {
    polls: u8,
}

fn pause(polls: u8) -> Pause {
    Pause { polls }
}

impl Future for Pause {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<()> {
        if self.polls == 0 {
            return Poll::Ready(());
        }
        self.polls -= 1;
        Poll::Pending
    }
}

async fn nothing() -> u8 {
    pause(1).await;
    pause(2).await;
    1
}

fn seven() -> u8 {
    7
}

async fn octet() -> u8 {
    let kept = seven();

    pause(1).await;
    kept
}

#[derive(Clone, Copy)]
struct State {
    first: u64,
    second: u64,
    third: u64,
}

async fn level1(state: State) -> u64 {
    pause(1).await;
    state.first + state.second + state.third
}

async fn level2(state: State) -> u64 {
    level1(state).await
}

async fn level3(state: State) -> u64 {
    level2(state).await
}

async fn buffer() -> u8 {
    let mut octets = [0u8; 256];

    octets[7] = seven();
    pause(1).await;
    octets[7]
}

fn fill(octets: &mut [u8; 256]) {
    octets[7] = seven();
}

async fn address() -> u8 {
    let mut octets = [0u8; 256];

    fill(&mut octets);
    pause(1).await;
    octets[7]
}

async fn scopes() -> u8 {
    let mut sum = 0;

    {
        let mut octets = [0u8; 200];

        octets[7] = seven();
        pause(1).await;
        sum += octets[7];
    }
    {
        let mut words = [0u16; 100];

        words[7] = seven() as u16;
        pause(1).await;
        sum += words[7] as u8;
    }
    sum
}

async fn children() -> u8 {
    let mut sum = buffer().await;

    sum += octet().await;
    sum += scopes().await;
    sum
}

async fn turns(n: u8) -> u8 {
    let mut sum = 0;
    let mut i = 0;

    while i < n {
        sum += octet().await;
        i += 1;
    }
    sum
}

async fn checked(n: u8) -> Result<u8, u8> {
    pause(1).await;
    if n > 100 {
        return Err(n);
    }
    Ok(n * 2)
}

async fn errors(n: u8) -> Result<u8, u8> {
    let first = checked(n).await?;
    let second = checked(first).await?;
    let third = checked(first + second).await?;

    Ok(third)
}

async fn early(state: State, n: u8) -> u8 {
    let sum = n + state.first as u8 + state.second as u8 + state.third as u8;

    pause(sum).await;
    1
}

struct Nobody;

impl Wake for Nobody {
    fn wake(self: Arc<Self>) {}
}

/// Prints the size of a future, and what it gives.
fn show<T>(name: &str, future: impl Future<Output = T>, number: fn(T) -> u64) {
    let size = size_of_val(&future);
    let waker = Waker::from(Arc::new(Nobody));
    let mut cx = Context::from_waker(&waker);
    let mut pinned = Box::pin(future);

    loop {
        if let Poll::Ready(output) = pinned.as_mut().poll(&mut cx) {
            println!("{name} {size} {}", number(output));
            return;
        }
    }
}

fn main() {
    let state = State { first: 1, second: 2, third: 3 };
    let small = |n: u8| n as u64;
    let large = |n: u64| n;

    show("nothing", nothing(), small);
    show("octet", octet(), small);
    show("level1", level1(state), large);
    show("level2", level2(state), large);
    show("level3", level3(state), large);
    show("buffer", buffer(), small);
    show("address", address(), small);
    show("scopes", scopes(), small);
    show("children", children(), small);
    show("turns", turns(7), small);
    show("errors", errors(20), |result| match result {
        Ok(n) => n as u64,
        Err(n) => 1000 + n as u64,
    });
    show("early", early(state, 7), small);
}
