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

/// Several at once, with the macros of the crate futures
#[cfg(feature = "several")]
mod several {
    use super::*;
    use futures::{future, join, pin_mut, select_biased, try_join, FutureExt};

    pub async fn join_small() -> u8 {
        let (a, b) = join!(octet(), octet());

        a + b
    }

    #[derive(Clone, Copy)]
    pub struct Block {
        octets: [u8; 64],
    }

    async fn block_of(n: u8) -> Block {
        pause(n).await;

        let mut octets = [0; 64];

        octets[7] = n;
        Block { octets }
    }

    pub async fn join_large() -> u8 {
        let (a, b, c) = join!(block_of(1), block_of(2), block_of(3));

        a.octets[7] + b.octets[7] + c.octets[7]
    }

    pub async fn join_kept() -> u8 {
        let (a, b, c) = join!(block_of(1), block_of(2), block_of(3));

        pause(1).await;
        a.octets[7] + b.octets[7] + c.octets[7]
    }

    pub async fn join_loop(n: u8) -> u8 {
        let mut sum = 0;
        let mut i = 0;

        while i < n {
            let (a, b) = join!(octet(), octet());

            sum += a + b;
            i += 1;
        }
        sum
    }

    pub async fn join_nested() -> u8 {
        // the inner ones as functions: as macros, in blocks, they need 4 octets more
        let ((a, b), (c, d)) = join!(
            future::join(octet(), octet()),
            future::join(octet(), octet())
        );

        a + b + c + d
    }

    async fn fallible(n: u8) -> Result<u16, u16> {
        pause(1).await;
        if n > 100 {
            return Err(n as u16);
        }
        Ok(n as u16 * 2)
    }

    pub async fn try_join3(n: u8) -> Result<u16, u16> {
        let (a, b, c) = try_join!(fallible(n), fallible(2 * n), fallible(3 * n))?;

        Ok(a + b + c)
    }

    async fn slow(polls: u8) -> u8 {
        let kept = seven();

        pause(polls).await;
        kept + 1
    }

    pub async fn select2() -> u8 {
        select_biased! {
            n = slow(3).fuse() => n,
            n = octet().fuse() => 10 + n,
        }
    }

    pub async fn select4() -> u8 {
        select_biased! {
            n = slow(5).fuse() => n,
            n = slow(4).fuse() => 10 + n,
            n = octet().fuse() => 20 + n,
            n = slow(3).fuse() => 30 + n,
        }
    }

    pub async fn select_loop() -> u8 {
        let lasting = slow(9).fuse();
        let mut sum = 0;

        pin_mut!(lasting);
        loop {
            select_biased! {
                n = lasting => return sum + n,
                n = octet().fuse() => sum += n,
            }
        }
    }

    struct SleepMs {
        polls: u8,
    }

    fn sleep_ms(ms: u8) -> SleepMs {
        SleepMs { polls: ms }
    }

    impl Future for SleepMs {
        type Output = ();

        fn poll(mut self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<()> {
            if self.polls == 0 {
                return Poll::Ready(());
            }
            self.polls -= 1;
            Poll::Pending
        }
    }

    pub async fn in_time(ms: u8) -> u8 {
        select_biased! {
            n = slow(3).fuse() => n,
            _ = sleep_ms(ms).fuse() => 100,
        }
    }
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
    #[cfg(feature = "several")]
    show_several();
}

#[cfg(feature = "several")]
fn show_several() {
    use several::*;
    let small = |n: u8| n as u64;

    show("join_small", join_small(), small);
    show("join_large", join_large(), small);
    show("join_kept", join_kept(), small);
    show("join_loop", join_loop(7), small);
    show("join_nested", join_nested(), small);
    show("try_join3", try_join3(20), |result| match result {
        Ok(n) => n as u64,
        Err(n) => 1000 + n as u64,
    });
    show("select2", select2(), small);
    show("select4", select4(), small);
    show("select_loop", select_loop(), small);
    show("in_time", in_time(2), small);
}
