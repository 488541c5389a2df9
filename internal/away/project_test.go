package away

import (
	"strings"
	"testing"
)

// TestJobNames: schedulers take letters, digits and dashes within, and Kubernetes
// no more than 63 of them with the number of a task behind.
func TestJobNames(t *testing.T) {
	for file, want := range map[string]string{
		"a/My study.lacuna": "lacuna-my-study", "é.lacuna": "lacuna", "-x-.lacuna": "lacuna-x", strings.Repeat("ab-", 40) + ".lacuna": "lacuna-" + strings.Repeat("ab-", 13) + "ab",
	} {
		if got := jobName(file); got != want {
			t.Errorf("%s: %s, want %s", file, got, want)
		}
	}
}
