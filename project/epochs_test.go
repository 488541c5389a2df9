package project

import "testing"

// Curves of versions that kept no patterns open, and those of boosted trees are
// known to go by rounds.
func TestEarlierEpochs(t *testing.T) {
	got, err := decodeEpochs([]byte(`{"phase":"gbt","epoch":1,"train_loss":0.5}` + "\n" + `{"phase":"mlp","epoch":1,"train_loss":0.5,"validation_loss":0.6}` + "\n"))
	if err != nil || len(got) != 2 || !got[0].Round || got[1].Round || got[1].Patterns != nil {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := decodeEpochs([]byte(`{"phase":"mlp","epoch":1,"pattern_losses":[0.5],"pattern_right":[1]}` + "\n")); err == nil {
		t.Error("losses of patterns that are named nowhere were read")
	}
}
