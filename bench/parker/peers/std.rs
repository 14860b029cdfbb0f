// The same two measures of std::thread::park, as parker.c takes them.
use std::env;
use std::hint::black_box;
use std::process::exit;
use std::thread::{self, park, Thread};
use std::time::Instant;

const PARTS: u32 = 50;

// std's park may wake for nothing.  Whose turn it is, as everybody has to say it
// who uses it, is left out: a turn that comes too early shows as an error below.
fn token(count: u32) -> f64 {
    let me = thread::current();
    let start = Instant::now();
    for _ in 0..count {
        black_box(&me).unpark();
        park();
    }
    start.elapsed().as_nanos() as f64 / f64::from(count)
}

fn turn(count: u32) -> f64 {
    let here: Thread = thread::current();
    let other = thread::spawn(move || {
        for _ in 0..count {
            park();
            here.unpark();
        }
    });
    let start = Instant::now();
    for _ in 0..count {
        other.thread().unpark();
        park();
    }
    let ns = start.elapsed().as_nanos() as f64;
    other.join().unwrap();
    ns / f64::from(count)
}

fn main() {
    let args: Vec<String> = env::args().collect();
    let count: u32 = args.get(2).and_then(|n| n.parse().ok()).unwrap_or(0);
    let (name, take): (&str, fn(u32) -> f64) = match args.get(1).map(String::as_str) {
        Some("token") => ("token", token),
        Some("turn") => ("turn", turn),
        _ => exit(2),
    };
    let part = (count / PARTS).max(1);
    let fastest = (0..PARTS).map(|_| take(part)).fold(f64::MAX, f64::min);
    println!("{name} {fastest:.6} ns");
}
