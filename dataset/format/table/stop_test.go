package table

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
)

// watched is a context that counts how often it is asked whether to stop, and
// says so from some time on.
type watched struct {
	context.Context
	n, stop atomic.Int64
}

func (l *watched) Err() error {
	if n := l.n.Add(1); l.stop.Load() > 0 && n >= l.stop.Load() {
		return context.Canceled
	}
	return nil
}

// Reading looks often at whether it is to stop, also where no line is a record,
// and gives up when it is told so.
func TestReadingStops(t *testing.T) {
	files := map[string]string{
		"a.jsonl": strings.Repeat("1\n", 300_000),
		"b.jsonl": strings.Repeat("{\"a\":1}\n", 300_000),
		"c.json":  "[" + strings.Repeat("1,", 300_000) + "1]",
	}
	for name, text := range files {
		read := func(stop int64) (int64, error) {
			ctx := &watched{Context: context.Background()}
			ctx.stop.Store(stop)
			_, err := Open(ctx, fstest.MapFS{name: {Data: []byte(text)}}, name, Request{Workers: 1})
			return ctx.n.Load(), err
		}
		all, _ := read(0)
		if all < 100 {
			t.Errorf("%s: looks %d times in 300,000 lines", name, all)
		}
		if n, err := read(all / 2); !errors.Is(err, context.Canceled) || n > all/2+10 {
			t.Errorf("%s: told to stop at look %d, it looks %d times and says %v", name, all/2, n, err)
		}
	}
}

// A dialect is not watched for any further once reading is to stop.
func TestRecognitionStops(t *testing.T) {
	var head strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&head, "%d,%d;%d\n", i, i, i)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if p := probe(ctx, []byte(head.String()), ","); len(p.rows) > 0 {
		t.Errorf("%d rows are watched at", len(p.rows))
	}
}
