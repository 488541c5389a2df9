package nn

import (
	"context"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/internal/job"
	"lacuna/internal/rng"
)

// selfTaught is a network with dropout of all kinds whose loss is to agree with
// its teacher, or with the given target.
func selfTaught(teacher *Tensor, given bool) func(*Graph) {
	return func(g *Graph) {
		net := func() Tensor {
			a, b := encoders(g)
			s := g.Tokens("f", Token, g.Dropout(0.5, a), g.Dropout(0.5, b))
			return g.Linear("head", 3, Identity, g.Embrace(s), g.Dropout(0.3, g.Input("x", 3)))
		}
		pupil := net()
		g.Output(Logits, pupil)
		target := g.Input("target", 3)
		if !given {
			*teacher = g.Teacher(net)
			target = g.Softmax(g.Affine(0.5, 0, *teacher))
		}
		g.Objective("agree", g.SoftCrossEntropy(pupil, target, 2))
	}
}

// The teacher in a training step says what the network predicts of the records
// with all that they have.
func TestTeacherSeesAll(t *testing.T) {
	d := fixture(9)
	var teacher Tensor
	r := step(t, selfTaught(&teacher, false), d)
	net, err := New(rng.New(7), selfTaught(new(Tensor), false))
	if err != nil {
		t.Fatal(err)
	}
	perturbZeros(net)
	want, err := net.Predict(context.Background(), d, job.Env{}, Logits)
	if err != nil {
		t.Fatal(err)
	}
	f, err := newFeed(r.step, &d, 3)
	if err != nil {
		t.Fatal(err)
	}
	f.drop = ModalityDropout{P: 0.5, Only: 0.5}
	r.fill(r.step, f, r.graph.all.record[:9], 5)
	_ = r.step.RunAll() // never fails
	near := cmp.Comparer(func(a, b float32) bool { return math.Abs(float64(a-b)) < 1e-5 })
	if d := cmp.Diff(want[0].Values, numbers(teacher.node.Value())[:27], near); d != "" {
		t.Error(d)
	}
	if pupil := numbers(r.graph.outputs[Logits].node.Value())[:27]; cmp.Equal(want[0].Values, pupil, near) {
		t.Error("the pupil sees all, too")
	}
}

// No gradient flows through the teacher: it is that of the same loss with the
// teacher's words as data.
func TestTeacherIsNotTrained(t *testing.T) {
	d := fixture(9)
	var teacher Tensor
	r := step(t, selfTaught(&teacher, false), d)
	softened := make([]float32, 27)
	for i := range 9 {
		row := append([]float32(nil), numbers(teacher.node.Value())[3*i:3*i+3]...)
		for j := range row {
			row[j] /= 2
		}
		softmax(softened[3*i:3*i+3], row)
	}
	d.Blocks["target"] = Dense(3, softened)
	fixed := step(t, selfTaught(nil, true), d)
	if d := cmp.Diff(fixed.grads, r.grads, cmp.Comparer(func(a, b float32) bool { return math.Abs(float64(a-b)) < 1e-5 })); d != "" {
		t.Error(d)
	}
}
