package nn

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSaveAllLoadAll(t *testing.T) {
	var file bytes.Buffer
	saved := []*Network{small(t, 1), small(t, 2)}
	if err := SaveAll(&file, map[string]string{"about": "two networks"}, saved...); err != nil {
		t.Fatal(err)
	}
	fresh := []*Network{small(t, 3), small(t, 4)}
	nets, err := LoadAll(bytes.NewReader(file.Bytes()), func(metadata map[string]string) ([]*Network, error) {
		if diff := cmp.Diff(map[string]string{"about": "two networks"}, metadata); diff != "" {
			t.Error(diff)
		}
		return fresh, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for k, net := range nets {
		if diff := cmp.Diff(saved[k].params.values, net.params.values); diff != "" {
			t.Errorf("network %d: %s", k+1, diff)
		}
	}
	_, err = LoadAll(bytes.NewReader(file.Bytes()), func(map[string]string) ([]*Network, error) { return fresh[:1], nil })
	if err == nil || !strings.Contains(err.Error(), "the numbers of the file take") {
		t.Errorf("one network of two: %v", err)
	}
	strange := errors.New("strange metadata")
	_, err = LoadAll(bytes.NewReader(file.Bytes()), func(map[string]string) ([]*Network, error) { return nil, strange })
	if !errors.Is(err, strange) {
		t.Errorf("a refusal gave %v", err)
	}
}

func TestNoNetworksAreAFile(t *testing.T) {
	var file bytes.Buffer
	if err := SaveAll(&file, map[string]string{"about": "nothing"}); err != nil {
		t.Fatal(err)
	}
	nets, err := LoadAll(&file, func(map[string]string) ([]*Network, error) { return nil, nil })
	if err != nil || len(nets) != 0 {
		t.Errorf("%d networks, %v", len(nets), err)
	}
}
