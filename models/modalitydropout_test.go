package models

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/internal/nn"
	"lacuna/internal/param"
)

func TestModalityDropoutParameters(t *testing.T) {
	for _, c := range []struct {
		set  map[string]string
		want nn.ModalityDropout
	}{
		{nil, nn.ModalityDropout{P: 0.3, Only: 0.2}},
		{map[string]string{"dropout-ramp": "7"}, nn.ModalityDropout{P: 0.3, Only: 0.2}},
		{map[string]string{"dropout-schedule": "linear", "modality-dropout": "0.5"}, nn.ModalityDropout{P: 0.5, Only: 0.2, Ramp: 20}},
		{map[string]string{"dropout-schedule": "cosine", "dropout-ramp": "7"}, nn.ModalityDropout{P: 0.3, Only: 0.2, Ramp: 7, Course: nn.GrowCosine}},
		{map[string]string{"dropout-schedule": "late"}, nn.ModalityDropout{P: 0.3, Only: 0.2, Ramp: 20, Course: nn.GrowStep}},
	} {
		p, err := param.Resolve(robustParams(), c.set)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.want, modalityDropoutFrom(p)); d != "" {
			t.Errorf("%v: %s", c.set, d)
		}
	}
}
