package nn

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"lacuna/internal/job"
	"lacuna/internal/rng"
)

// peerProblem is a full-batch training in the words of torch_losses.py.
type peerProblem struct {
	Blocks []peerBlock          `json:"blocks"`
	Labels []int                `json:"labels"`
	Params map[string]peerParam `json:"params"`
	Steps  int                  `json:"steps"`
	Rate   float64              `json:"rate"`
}

type peerBlock struct {
	Cols    int       `json:"cols"`
	X       []float32 `json:"x"`
	Present []bool    `json:"present"`
}

type peerParam struct {
	Rows   int       `json:"rows"`
	Cols   int       `json:"cols"`
	Values []float32 `json:"values"`
}

// The engine and PyTorch take the same steps from the same weights. Skipped
// where PyTorch is not installed.
func TestSameLossesAsPyTorch(t *testing.T) {
	d := benchData(96, 0.3, 20, 12, 8)
	net, err := New(rng.New(1), reference(16, 8, 20, 12, 8))
	if err != nil {
		t.Fatal(err)
	}
	problem := describe(net, d, 60, 0.01)
	theirs := peerLosses(t, problem)
	history, err := net.Fit(t.Context(), d, nil, Options{Epochs: problem.Steps, Batch: d.Records, Rate: problem.Rate}, job.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if len(theirs) != len(history) {
		t.Fatalf("PyTorch made %d steps, we made %d", len(theirs), len(history))
	}
	for i, e := range history {
		if math.Abs(e.TrainLoss-theirs[i]) > 1e-4*theirs[i] {
			t.Fatalf("step %d: loss %v, PyTorch's %v", i+1, e.TrainLoss, theirs[i])
		}
	}
	if last := theirs[len(theirs)-1]; last > 0.5*theirs[0] {
		t.Errorf("the loss went from %v to %v only, which shows little", theirs[0], last)
	}
}

// describe copies the data and the initial weights, which Fit changes.
func describe(net *Network, d Data, steps int, rate float64) peerProblem {
	p := peerProblem{Labels: d.Labels, Params: map[string]peerParam{}, Steps: steps, Rate: rate}
	for k := range len(d.Blocks) {
		b := d.Blocks[fmt.Sprintf("m%d", k)]
		present := make([]bool, d.Records)
		for i, row := range b.Row {
			present[i] = row >= 0
		}
		p.Blocks = append(p.Blocks, peerBlock{b.Cols, b.X, present})
	}
	for _, w := range net.Params() {
		p.Params[w.Name] = peerParam{w.Rows, w.Cols, slices.Clone(w.Values)}
	}
	return p
}

// peerLosses runs the training in PyTorch.
func peerLosses(t *testing.T, p peerProblem) []float64 {
	t.Helper()
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "/usr/bin/python3", "../../scripts/peers/torch_losses.py")
	var complaints strings.Builder
	cmd.Stdin, cmd.Stderr = bytes.NewReader(text), &complaints
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.Is(err, fs.ErrNotExist) || errors.As(err, &exit) && exit.ExitCode() == 3 {
		t.Skip("PyTorch is not installed")
	}
	if err != nil {
		t.Fatalf("torch_losses.py: %v\n%s", err, &complaints)
	}
	var losses []float64
	for _, line := range strings.Fields(string(out)) {
		var loss float64
		if _, err := fmt.Sscan(line, &loss); err != nil {
			t.Fatal(err)
		}
		losses = append(losses, loss)
	}
	return losses
}
