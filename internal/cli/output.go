package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"lacuna/internal/say"
	"maps"
	"math"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

// jsonFlag gives a command --json.
func (a *app) jsonFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&a.json, "json", false, "write one JSON document to standard output")
}

// document writes one JSON document to standard output.
func (a *app) document(x any) error {
	e := json.NewEncoder(a.Out)
	e.SetIndent("", "  ")
	if err := e.Encode(x); err != nil {
		return fmt.Errorf("cannot write the JSON document: %w", err)
	}
	return nil
}

// watchedWriter remembers the first error of a writer, so that output which
// nobody checks line by line is not lost in silence.
type watchedWriter struct {
	w      io.Writer
	failed error
}

// Write implements io.Writer.
func (w *watchedWriter) Write(p []byte) (int, error) {
	n, err := w.w.Write(p)
	if err != nil && w.failed == nil {
		w.failed = err
	}
	return n, err
}

// say writes a line for people to standard output.
func (a *app) say(format string, args ...any) {
	_, _ = io.WriteString(a.Out, plain(fmt.Sprintf(format, args...))+"\n") // watchedWriter notes an error
}

// tell writes a line for people to standard error, where it cannot harm what
// programs read.
func (a *app) tell(format string, args ...any) {
	line := plain(fmt.Sprintf(format, args...))
	a.told = append(a.told, line)
	_, _ = io.WriteString(a.Err, line+"\n")
}

// table writes aligned columns for people to standard output.
func (a *app) table(rows [][]string) {
	w := tabwriter.NewWriter(a.Out, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				_, _ = fmt.Fprint(w, "\t")
			}
			_, _ = fmt.Fprint(w, plainLine(cell))
		}
		_, _ = fmt.Fprintln(w)
	}
	_ = w.Flush()
}

// number is a float that JSON can hold: NaN and infinities become null.
type number float64

// MarshalJSON writes null for what is undefined.
func (n number) MarshalJSON() ([]byte, error) {
	x := float64(n)
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return []byte("null"), nil
	}
	return json.Marshal(x)
}

func numbers(list []float64) []number {
	out := make([]number, len(list))
	for i, x := range list {
		out[i] = number(x)
	}
	return out
}

// percent writes a share so that what is not quite nothing or everything never
// looks as if it were.
func percent(x float64) string {
	switch {
	case math.IsNaN(x):
		return "–"
	case x > 0 && x < 0.0005:
		return "<0.1 %"
	case x < 1 && x >= 0.9995:
		return ">99.9 %"
	}
	return fmt.Sprintf("%.1f %%", say.Percent(x, 1))
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
