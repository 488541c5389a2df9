package format_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lacuna/dataset/format"
)

// Numbers are read exactly as the standard library reads them, whatever their
// form.
func TestNumbersAreExact(t *testing.T) {
	file := filepath.Join(t.TempDir(), "t.csv")
	number := rapid.OneOf(rapid.Float64(), rapid.Float64Range(-100, 100), rapid.Just(5e-324), rapid.Just(math.MaxFloat64))
	forms := []string{"%v", "%.17g", "%.25f", "%+.20e", "%.3f000", "%012.3f", " %g ", "%.0f."}
	rapid.Check(t, func(t *rapid.T) {
		var cells []string
		for range rapid.IntRange(1, 20).Draw(t, "rows") {
			cells = append(cells, fmt.Sprintf(rapid.SampledFrom(forms).Draw(t, "form"), number.Draw(t, "number")))
		}
		var text strings.Builder
		text.WriteString("id,x\n")
		for i, c := range cells {
			fmt.Fprintf(&text, "p%d,%s\n", i, c)
		}
		if err := os.WriteFile(file, []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		d, err := format.Open(context.Background(), file, format.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range cells {
			want, err := strconv.ParseFloat(strings.TrimSpace(c), 64)
			if err != nil {
				t.Fatal(err)
			}
			if got := d.Blocks[0].Numbers.At(i, 0); got != want {
				t.Fatalf("%q read as %v, want %v", c, got, want)
			}
		}
	})
}
