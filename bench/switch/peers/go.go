// go: goroutines, which a scheduler switches too, when they call Gosched
package main

import (
	"fmt"
	"math"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	ring   = 1000
	parts  = 50
	warmUp = 1000
)

func fail(what string) {
	fmt.Fprintln(os.Stderr, "go: "+what)
	os.Exit(1)
}

// In octets what a file below /proc/self says in a line "field N kB"
func memory(path, field string) float64 {
	text, err := os.ReadFile(path)
	if err != nil {
		fail(err.Error())
	}
	for _, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, field) {
			kb, err := strconv.ParseFloat(strings.Fields(line)[1], 64)
			if err != nil {
				fail(err.Error())
			}
			return kb * 1024
		}
	}
	fail(path + " has no " + field)
	return 0
}

func resident() float64 {
	return memory("/proc/self/smaps_rollup", "Rss:")
}

func pageTables() float64 {
	return memory("/proc/self/status", "VmPTE:")
}

func show(measure string, value float64, unit string) {
	fmt.Printf("%s %.6g %s\n", measure, value, unit)
}

func nsSince(start time.Time, count int) float64 {
	return float64(time.Since(start).Nanoseconds()) / float64(count)
}

// As fastest_ns in measure.h
func fastest(work func(count int), count int) float64 {
	part := count / parts
	if part == 0 {
		part = 1
	}
	best := 0.0
	work(min(part, warmUp))
	for i := 0; i < parts; i++ {
		start := time.Now()
		work(part)
		if ns := nsSince(start, part); i == 0 || ns < best {
			best = ns
		}
	}
	return best
}

func min(a, b int) int {
	if a < b {
		return a
	}
	return b
}

var done = false

// Each time that it is our turn, all others have had theirs
func goRound(goroutines, turns int) {
	for ; turns > 0 && !done; turns -= goroutines {
		runtime.Gosched()
	}
}

//go:noinline
func callFrom() { runtime.Gosched() }

//go:noinline
func nestOnce() { callFrom() }

//go:noinline
func nestTwice() { nestOnce() }

func goRoundNested(goroutines, turns int) {
	for ; turns > 0 && !done; turns -= goroutines {
		nestTwice()
	}
}

func measureTurns(measure string, takeTurns func(int, int), goroutines, turns int) {
	var others sync.WaitGroup
	others.Add(goroutines - 1)
	for i := 1; i < goroutines; i++ {
		go func() {
			takeTurns(goroutines, math.MaxInt)
			others.Done()
		}()
	}
	show(measure, fastest(func(turns int) { takeTurns(goroutines, turns) }, turns), "ns")
	done = true
	others.Wait()
}

func create(count int) {
	ended := 0
	for i := 0; i < count; i++ {
		go func() { ended++ }()
		runtime.Gosched() // it runs to its end, then it is our turn again
	}
	for ended != count { // Go may take us first, now and then
		runtime.Gosched()
	}
}

func measureCrowd(count int) {
	var standing, ended sync.WaitGroup
	gate := make(chan struct{})
	rss, tables, start := resident(), pageTables(), time.Now()

	standing.Add(count)
	ended.Add(count)
	for i := 0; i < count; i++ {
		go func() {
			standing.Done()
			<-gate
			ended.Done()
		}()
	}
	standing.Wait()
	show("start", nsSince(start, count), "ns")
	show("memory", (resident()-rss)/float64(count), "B")
	show("tables", (pageTables()-tables)/float64(count), "B")
	start = time.Now()
	close(gate)
	ended.Wait()
	show("end", nsSince(start, count), "ns")
}

func main() {
	if len(os.Args) != 3 {
		fail("usage: MEASURE COUNT")
	}
	count, err := strconv.Atoi(os.Args[2])
	if err != nil {
		fail(err.Error())
	}
	runtime.GOMAXPROCS(1)
	switch os.Args[1] {
	case "switch":
		measureTurns("switch", goRound, 2, 2*count)
	case "nested":
		measureTurns("nested", goRoundNested, 2, 2*count)
	case "ring":
		measureTurns("ring", goRound, ring, count)
	case "create":
		show("create", fastest(create, count), "ns")
	case "crowd":
		measureCrowd(count)
	default:
		fail("no measure " + os.Args[1])
	}
}
