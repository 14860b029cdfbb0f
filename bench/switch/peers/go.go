// go: goroutines, which a scheduler switches too, when they call Gosched
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

const ring = 1000

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

func show(measure string, start time.Time, count int) {
	showValue(measure, float64(time.Since(start).Nanoseconds())/float64(count), "ns")
}

func showValue(measure string, value float64, unit string) {
	fmt.Printf("%s %.6g %s\n", measure, value, unit)
}

func yieldOften(goroutines, turns int) {
	var all sync.WaitGroup
	all.Add(goroutines)
	for i := 0; i < goroutines; i++ {
		go func() {
			for j := 0; j < turns/goroutines; j++ {
				runtime.Gosched()
			}
			all.Done()
		}()
	}
	all.Wait()
}

func measureYield(measure string, goroutines, turns int) {
	yieldOften(goroutines, turns/10)
	start := time.Now()
	yieldOften(goroutines, turns)
	show(measure, start, turns)
}

func create(count int) {
	ended := 0
	for i := 0; i < count; i++ {
		go func() { ended++ }()
		runtime.Gosched() // it runs to its end, then it is our turn again
	}
	if ended != count {
		fail("not all have run")
	}
}

func measureCreate(count int) {
	create(1000)
	start := time.Now()
	create(count)
	show("create", start, count)
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
	show("start", start, count)
	showValue("memory", (resident()-rss)/float64(count), "B")
	showValue("tables", (pageTables()-tables)/float64(count), "B")
	start = time.Now()
	close(gate)
	ended.Wait()
	show("end", start, count)
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
		measureYield("switch", 2, 2*count)
	case "ring":
		measureYield("ring", ring, count)
	case "create":
		measureCreate(count)
	case "crowd":
		measureCrowd(count)
	default:
		fail("no measure " + os.Args[1])
	}
}
