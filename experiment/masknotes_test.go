package experiment

import (
	"strings"
	"testing"
)

// What a mask makes of the test is said where it makes the result mean less.
func TestMaskNotes(t *testing.T) {
	d := fixture(t, 90)
	without := MaskSpec{Mechanism: Leaves, Rate: 1, Left: []string{"size"}}
	onTrain, onTest := without, without
	onTrain.On, onTest.On = OnTrain, OnTest
	for _, c := range []struct {
		mask   MaskSpec
		masked bool
		says   string
	}{
		{MaskSpec{}, true, ""},
		{onTrain, false, "no development record has just the modalities that these test records have: colour+size"},
		{onTest, false, ""}, // some development records have the size alone by nature
	} {
		run := runOne(t, Runner{}, d, Spec{Methods: methods("mean+logistic"), Mask: c.mask, MaskedComplete: c.masked})
		said := strings.Join(run.Warnings, "\n")
		if c.says != "" && !strings.Contains(said, c.says) || c.says == "" && strings.Contains(said, "no development record") {
			t.Errorf("%+v: %q, want %q", c.mask, said, c.says)
		}
	}
}
