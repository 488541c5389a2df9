package registry

import (
	"slices"
	"testing"
)

func TestRegistry(t *testing.T) {
	r := New("fruit", func(s string) string { return s[:3] })
	for _, fruit := range []string{"pear", "apple", "fig"} {
		r.Add(fruit)
	}
	if got := r.Names(); !slices.Equal(got, []string{"app", "fig", "pea"}) {
		t.Errorf("names %v", got)
	}
	if got, err := r.Lookup("pea"); got != "pear" || err != nil {
		t.Errorf("pea: %q, %v", got, err)
	}
	if _, err := r.Lookup("plu"); err == nil || err.Error() != `no fruit "plu"; there are app, fig, pea` {
		t.Errorf("plu: %v", err)
	}
	r.All()[0] = "changed"
	if got, _ := r.Lookup("app"); got != "apple" {
		t.Errorf("a list that was handed out changes the registry: %q", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("two of one name were taken")
		}
	}()
	r.Add("figs")
}
